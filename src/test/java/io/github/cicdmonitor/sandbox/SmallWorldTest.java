package io.github.cicdmonitor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmallWorldTest {
  private final SmallWorldModel model = new SmallWorldModel();

  private static String log(SmallWorld world, String repository) throws IOException {
    SandboxJob job = world.failure(repository).attempts().get(0).jobs().get(0);
    try (InputStream log = job.log().orElseThrow().get()) {
      return new String(log.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private JsonNode ask(String prompt) {
    JsonNode request =
        Json.object("messages", List.of(Json.object("role", "user", "content", prompt)));
    return Json.parse(model.answer(request).orElseThrow()).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"acme/shop", "acme/web", "acme/api", "acme/tools", "acme/core", "acme/deploy"})
  void the_model_quotes_the_log_and_its_edits_fit_the_files(String repository) throws IOException {
    try (Sandbox sandbox = Sandbox.start()) {
      SmallWorld world = SmallWorld.build(sandbox);
      String log = log(world, repository);
      Map<String, String> files = sandbox.github().files(repository, "main");

      JsonNode first = ask(log);
      StringBuilder withFiles = new StringBuilder(log);
      first.path("files_needed").forEach(path -> withFiles.append(files.get(path.asText())));
      JsonNode answer = ask(withFiles.toString());

      assertThat(log.lines())
          .hasSizeBetween(60, 200)
          .allMatch(line -> line.matches("\\d{4}-.{14}\\.\\d{7}Z .*"));
      assertThat(answer.path("files_needed")).isEmpty();
      assertThat(answer.path("evidence")).isNotEmpty();
      answer.path("evidence").forEach(line -> assertThat(log).contains(line.asText()));
      for (JsonNode edit : answer.at("/remediation/edits")) {
        String text = files.get(edit.path("path").asText());
        assertThat(text.split(java.util.regex.Pattern.quote(edit.path("find").asText()), -1))
            .hasSize(2);
      }
    }
  }

  @Test
  void pending_re_runs_pass_when_asked_to() {
    try (Sandbox sandbox = Sandbox.start()) {
      SmallWorld world = SmallWorld.build(sandbox);
      SandboxRun run = world.failure("acme/shop");
      run.rerunFailed("acme-cicd-bot");

      assertThat(world.finishReruns()).isEqualTo(1);

      assertThat(run.attempt().conclusion()).contains("success");
      assertThat(run.attempt().jobs().get(0).conclusion()).contains("success");
      assertThat(run.attempts().get(0).conclusion()).contains("failure");
    }
  }

  @Test
  void the_world_serves_as_a_process_of_its_own_until_its_input_ends(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process = new ProcessBuilder(
            java.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            SandboxMain.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    try (BufferedReader out = new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).isEqualTo("ready");
      URL ledger = URI.create(
              Files.readString(folder.resolve("sandbox-url")).strip() + "/_sandbox/ledger")
          .toURL();
      try (InputStream answer = ledger.openStream()) {
        assertThat(answer.readAllBytes()).isEmpty();
      }
      assertThat(Files.readString(folder.resolve(".env")))
          .contains("GITHUB_API_URL=http://127.0.0.1:");
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(".env"))))
          .isEqualTo("rw-------");
      process.getOutputStream().close();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }
}
