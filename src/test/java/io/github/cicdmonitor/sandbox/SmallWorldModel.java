package io.github.cicdmonitor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Answers as a good model would, by the lines that tell the {@link SmallWorld}'s failures apart. */
final class SmallWorldModel implements GatewaySandbox.Model {
  @Override
  public Optional<String> answer(JsonNode request) {
    StringBuilder prompt = new StringBuilder();
    request
        .path("messages")
        .forEach(m -> prompt.append(m.path("content").asText()).append('\n'));
    return Optional.of(diagnosis(prompt.toString()).toString());
  }

  private static ObjectNode diagnosis(String prompt) {
    if (prompt.contains("dayjs@1.11.10 does not satisfy")) {
      return lockFile(prompt);
    }
    if (prompt.contains("deprecated version of `actions/upload-artifact")) {
      return oldAction(prompt);
    }
    if (prompt.contains("Resource not accessible by integration")) {
      return permission();
    }
    if (prompt.contains("ETIMEDOUT")) {
      return timeout();
    }
    if (prompt.contains("no-unused-vars")) {
      return lint();
    }
    if (prompt.contains("rounds_half_cents_up")) {
      return test();
    }
    return plain(
        new Verdict("DEVOPS", "infrastructure", 0.2, false),
        "Cannot be told from this log.",
        "Nothing in the excerpt names a cause.",
        List.of());
  }

  private record Verdict(String type, String category, double confidence, boolean isTransient) {}

  private static ObjectNode plain(
      Verdict verdict, String cause, String explanation, List<String> evidence) {
    return Json.object(
        "class",
        verdict.type,
        "category",
        verdict.category,
        "confidence",
        verdict.confidence,
        "transient",
        verdict.isTransient,
        "root_cause",
        cause,
        "explanation",
        explanation,
        "evidence",
        evidence,
        "files_needed",
        List.of(),
        "remediation",
        remediation("none", "", "", List.of()));
  }

  private static ObjectNode remediation(
      String kind, String title, String rationale, List<ObjectNode> edits) {
    return Json.object(
        "kind", kind,
        "title", title,
        "rationale", rationale,
        "edits", Json.array(edits),
        "command", List.of());
  }

  private static ObjectNode edit(String path, String find, String replace) {
    return Json.object("path", path, "find", find, "replace", replace);
  }

  private static ObjectNode timeout() {
    ObjectNode answer = plain(
        new Verdict("DEVOPS", "infrastructure", 0.95, true),
        "The package registry could not be reached: the connection timed out.",
        "npm tried three times to fetch one archive and got no connection. Nothing in the repository is wrong.",
        List.of("npm error code ETIMEDOUT"));
    answer.set(
        "remediation",
        remediation(
            "rerun", "Run the failed job again", "Timeouts of the registry pass.", List.of()));
    return answer;
  }

  private static ObjectNode lockFile(String prompt) {
    ObjectNode answer = plain(
        new Verdict("DEVOPS", "dependency", 0.9, false),
        "package.json asks for dayjs ^1.12.0, but the lock file still has 1.11.10.",
        "npm ci installs exactly what the lock file names and refuses when package.json asks for something else.",
        List.of("npm error Invalid: lock file's dayjs@1.11.10 does not satisfy dayjs@^1.12.0"));
    if (!prompt.contains("\"dayjs\": \"^1.12.0\"")) {
      answer.set("files_needed", Json.node(List.of("package.json", "package-lock.json")));
      return answer;
    }
    answer.set(
        "remediation",
        remediation(
            "edit",
            "Ask for the dayjs that the lock file has",
            "1.11.10 is what was installed and tested last; the newer one was never locked.",
            List.of(edit("package.json", "\"dayjs\": \"^1.12.0\"", "\"dayjs\": \"^1.11.10\""))));
    return answer;
  }

  private static ObjectNode oldAction(String prompt) {
    ObjectNode answer = plain(
        new Verdict("DEVOPS", "ci_configuration", 0.97, false),
        "The workflow uses actions/upload-artifact@v3, which GitHub no longer runs.",
        "GitHub fails every job that uses version 3 of the artifact actions. Version 4 takes the same name and path.",
        List.of("This request has been automatically failed because it uses a deprecated version of"
            + " `actions/upload-artifact: v3`."));
    if (!prompt.contains("uses: actions/upload-artifact@v3")) {
      answer.set("files_needed", Json.node(List.of(".github/workflows/ci.yml")));
      return answer;
    }
    answer.set(
        "remediation",
        remediation(
            "edit",
            "Use actions/upload-artifact@v4",
            "Version 3 is refused; version 4 is already published by the same owner.",
            List.of(edit(
                ".github/workflows/ci.yml",
                "actions/upload-artifact@v3",
                "actions/upload-artifact@v4"))));
    return answer;
  }

  private static ObjectNode permission() {
    ObjectNode answer = plain(
        new Verdict("DEVOPS", "ci_configuration", 0.88, false),
        "The job's token may only read, and creating a release needs more.",
        "The workflow sets contents: read; GitHub refuses to create a release with that token.",
        List.of(
            "HTTP 403: Resource not accessible by integration (https://api.github.com/repos/acme/deploy/releases)"));
    answer.set(
        "remediation",
        remediation(
            "edit",
            "Let the release job write contents",
            "gh release create needs contents: write.",
            List.of(edit(".github/workflows/release.yml", "contents: read", "contents: write"))));
    return answer;
  }

  private static ObjectNode lint() {
    return plain(
        new Verdict("DEVELOPER", "lint", 0.97, false),
        "ESLint found an unused variable and a missing semicolon in src/args.js.",
        "Both are rules of the repository; the author of the change can mend them.",
        List.of("2:7   error  'unused' is assigned a value but never used  no-unused-vars"));
  }

  private static ObjectNode test() {
    return plain(
        new Verdict("DEVELOPER", "test_failure", 0.96, false),
        "PriceTest expects 1050 cents and gets 1049: half cents are rounded down.",
        "One test of 25 fails, on a number; the code or the expectation changed.",
        List.of("[ERROR]   PriceTest.rounds_half_cents_up:41 expected: <1050> but was: <1049>"));
  }
}
