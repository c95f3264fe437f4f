package io.github.cicdmonitor.analyze;

/** The strict JSON schema of a diagnosis (contract §4, "The LLM's answer"). */
final class AnswerSchema {
  static final String NAME = "diagnosis";
  static final int MAX_ANSWER_TOKENS = 2_000;

  static final String JSON = """
      {"type":"object","additionalProperties":false,
       "required":["class","category","confidence","transient","root_cause","explanation","evidence",
         "files_needed","remediation"],
       "properties":{
        "class":{"type":"string","enum":["DEVOPS","DEVELOPER"]},
        "category":{"type":"string","enum":["infrastructure","ci_configuration","dependency","timeout",
          "environment","docker_kubernetes","code_bug","test_failure","lint","compilation",
          "logic_error"]},
        "confidence":{"type":"number"},
        "transient":{"type":"boolean"},
        "root_cause":{"type":"string"},
        "explanation":{"type":"string"},
        "evidence":{"type":"array","items":{"type":"string"}},
        "files_needed":{"type":"array","items":{"type":"string"}},
        "remediation":{"type":"object","additionalProperties":false,
         "required":["kind","title","rationale","edits","command"],
         "properties":{
          "kind":{"type":"string","enum":["none","rerun","edit","command"]},
          "title":{"type":"string"},
          "rationale":{"type":"string"},
          "edits":{"type":"array","items":{"type":"object","additionalProperties":false,
           "required":["path","find","replace"],
           "properties":{"path":{"type":"string"},"find":{"type":"string"},
            "replace":{"type":"string"}}}},
          "command":{"type":"array","items":{"type":"string"}}}}}}
      """;

  private AnswerSchema() {}
}
