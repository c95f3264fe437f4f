package io.github.cicdmonitor.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a model answers, in the form of the {@code diagnosis} schema. */
final class ModelAnswer {
  private final ObjectNode answer = new ObjectMapper().createObjectNode();

  private ModelAnswer(String failureClass, String category, String evidence) {
    answer.put("class", failureClass);
    answer.put("category", category);
    answer.put("confidence", 0.95);
    answer.put("transient", false);
    answer.put("root_cause", "The gizmo mirror no longer has what the build asks for.");
    answer.put("explanation", "The log says so in one line.");
    answer.putArray("evidence").add(evidence);
    answer.putArray("files_needed");
    remediation("none");
  }

  /** @param evidence a line of the log, word for word */
  static ModelAnswer devops(String category, String evidence) {
    return new ModelAnswer("DEVOPS", category, evidence);
  }

  static ModelAnswer developer(String category, String evidence) {
    return new ModelAnswer("DEVELOPER", category, evidence);
  }

  private ObjectNode remediation(String kind) {
    ObjectNode remediation = answer.putObject("remediation");
    remediation.put("kind", kind);
    remediation.put("title", "Mend the build");
    remediation.put("rationale", "So that it finds what it asks for.");
    remediation.putArray("edits");
    remediation.putArray("command");
    return remediation;
  }

  ModelAnswer cause(String text) {
    answer.put("root_cause", text);
    return this;
  }

  ModelAnswer confidence(double confidence) {
    answer.put("confidence", confidence);
    return this;
  }

  ModelAnswer passing() {
    answer.put("transient", true);
    return this;
  }

  ModelAnswer needing(String path) {
    answer.withArray("files_needed").add(path);
    return this;
  }

  ModelAnswer rerun() {
    remediation("rerun");
    return this;
  }

  ModelAnswer edit(String path, String find, String replace) {
    if (!answer.path("remediation").path("kind").asText().equals("edit")) {
      remediation("edit");
    }
    answer
        .withObject("/remediation")
        .withArray("edits")
        .addObject()
        .put("path", path)
        .put("find", find)
        .put("replace", replace);
    return this;
  }

  ModelAnswer command(String... argv) {
    ObjectNode remediation = remediation("command");
    for (String argument : argv) {
      remediation.withArray("command").add(argument);
    }
    return this;
  }

  @Override
  public String toString() {
    return answer.toString();
  }
}
