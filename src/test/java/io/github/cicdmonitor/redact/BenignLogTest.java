package io.github.cicdmonitor.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Lines shaped like those of real builds: nearly all must pass untouched. */
final class BenignLogTest {
  private static final int LINES = 3000;

  private final Random random = new Random(20);
  private final PlantedSecrets chars = new PlantedSecrets(21);
  private final List<Supplier<String>> shapes = List.of(
      () -> "HEAD is now at " + sha(7) + " fix the build of " + word(),
      () -> "Download action repository 'actions/" + word() + "@v4' (SHA:" + sha(40) + ")",
      () -> "Digest: sha256:" + sha(64),
      () -> "docker.io/library/" + word() + ":1." + number() + "@sha256:" + sha(64),
      () -> "trace id " + uuid() + " span " + sha(16),
      () -> "\"integrity\": \"sha512-" + chars.base64(64) + "\",",
      () -> "integrity sha512-" + chars.base64(64),
      () ->
          "go: verifying golang.org/x/" + word() + "@v0." + number() + ".0: h1:" + chars.base64(32),
      () -> "\tat org." + word() + "." + word() + ".internal." + type() + "." + word() + "("
          + type() + ".java:" + number() + ")",
      () -> "Caused by: java.lang.IllegalStateException: Could not create " + type()
          + "Factory for " + word(),
      () -> "[ERROR] /home/runner/work/" + word() + "/" + word() + "/src/main/java/org/" + word()
          + "/" + type() + ".java:[" + number() + "," + number() + "] cannot find symbol",
      () -> "[INFO] Downloading from central: https://repo.maven.apache.org/maven2/org/" + word()
          + "/" + word() + "/2." + number() + ".1/" + word() + "-2." + number() + ".1.pom",
      () -> "> Task :" + word() + ":compile" + type() + "Kotlin FROM-CACHE",
      () -> "> Task :key" + word() + ":process" + type() + "Resources NO-SOURCE",
      () -> "npm warn deprecated " + word() + "@" + number()
          + ".2.1: This version is no longer supported",
      () -> "Cache restored from key: Linux-node-" + number() + "-" + sha(64),
      () -> "  key: setup-java-Linux-x64-maven-" + sha(64),
      () -> "Run actions/upload-artifact@" + sha(40),
      () -> "Artifact " + word() + ".zip successfully finalized. Artifact ID " + number() + number()
          + number(),
      () -> "SHA256 digest of uploaded artifact zip is " + sha(64),
      () -> "#12 [builder 4/9] RUN --mount=type=cache,target=/root/.cache pip install -r " + word()
          + ".txt",
      () -> "#7 extracting sha256:" + sha(64) + " 1.2s done",
      () -> "  File \"/opt/hostedtoolcache/Python/3.12." + number()
          + "/x64/lib/python3.12/site-packages/" + word() + "/" + word() + "_client.py\", line "
          + number() + ", in " + word(),
      () -> "E   AssertionError: assert " + number() + " == " + number() + " where token_count is "
          + number(),
      () -> "FAILED tests/test_" + word() + ".py::Test" + type()
          + "::test_wrong_password_returns_none - TypeError",
      () -> "src/app/" + word() + "/" + word() + ".component.ts(" + number()
          + ",5): error TS2339: Property 'key' does not exist on type '" + type() + "'.",
      () -> "::error file=src/" + word() + ".rs,line=" + number() + "::mismatched types",
      () -> "error[E0433]: failed to resolve: use of undeclared type `" + type() + "Token`",
      () -> "   Compiling " + word() + "-derive v1." + number() + ".3",
      () -> "  0x00007f" + sha(10) + " in _ZN4core3fmt9Formatter" + type() + "17h" + sha(16) + "E",
      () -> "   - nixpkgs /nix/store/" + chars.base62(8).toLowerCase(Locale.ROOT) + "-" + word()
          + "-1.2." + number(),
      () -> "Status: 401 Unauthorized for https://api." + word() + ".example/v1/" + word()
          + "?page=" + number(),
      () -> "fatal: Authentication failed for 'https://github.com/acme/" + word() + "/'",
      () -> "Error: Input required and not supplied: token",
      () -> "##[error]The secret " + word().toUpperCase(Locale.ROOT)
          + "_TOKEN is not set; add it in the settings",
      () -> "2026-01-06T19:07:29.2512200Z ##[group]GITHUB_TOKEN Permissions",
      () -> "Authorization: token is missing in the request of " + type(),
      () -> "auth: checking permissions of user " + word(),
      () -> "expected password: <string> but got password: None in " + type(),
      () -> "build-id " + sha(40) + " content hash " + sha(32),
      () -> "yarn: " + word() + "@npm:" + number() + ".1.0 checksum: 10c0/" + sha(128),
      () -> "Progress: [" + "=".repeat(number()) + ">" + " ".repeat(10) + "] " + number() + "%",
      () -> "-".repeat(100),
      () -> "Setting up lib" + word() + "-dev:amd64 (2." + number() + "-1ubuntu3) ...",
      () -> "Received " + number() + number() + " of " + number() + "99999 (100.0%), 31.5 MBs/sec",
      () -> "\"resolved\": \"https://registry.npmjs.org/@scope/" + word() + "/-/" + word() + "-"
          + number() + ".0.2.tgz\",",
      () -> "ok  \tgithub.com/acme/" + word() + "/internal/authenticator\t0." + number() + "s",
      () -> "--- FAIL: Test" + type() + "KeyRotation/with_expired_token (0.0" + number() + "s)",
      () -> word() + " | key=value pass=" + number() + " fail=" + number() + " skipped=0");

  @Test
  void at_most_one_benign_line_in_two_hundred_is_touched() {
    List<String> lines = new ArrayList<>();
    while (lines.size() < LINES) {
      lines.add(shapes.get(lines.size() % shapes.size()).get());
    }

    List<String> redacted = RedactorTest.values(Redactor.withoutOwnSecrets().redact(lines));

    List<String> touched = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      if (!redacted.get(i).equals(lines.get(i))) {
        touched.add(lines.get(i) + " -> " + redacted.get(i));
      }
    }
    assertThat(touched).hasSizeLessThanOrEqualTo(LINES / 200);
  }

  @Test
  void the_line_that_carries_the_diagnosis_is_never_emptied() {
    List<String> errors = List.of(
        "Error: Bad credentials: token=" + chars.base62(40),
        "fatal: unable to access 'https://ci:" + chars.base62(20) + "@git.example/x.git/': 403",
        "ERROR: password authentication failed for user \"app\" (PGPASSWORD=" + chars.hex(12)
            + ")");

    for (String line : errors) {
      String redacted = Redactor.withoutOwnSecrets().scrub(line);
      assertThat(redacted).startsWith(line.substring(0, 16)).contains("[redacted:");
    }
    assertThat(Redactor.withoutOwnSecrets().scrub(errors.get(1)))
        .endsWith("@git.example/x.git/': 403");
  }

  private String sha(int length) {
    return chars.chars("0123456789abcdef", length);
  }

  private String uuid() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private int number() {
    return 10 + random.nextInt(89);
  }

  private String word() {
    List<String> words = List.of(
        "cache",
        "server",
        "billing",
        "checkout",
        "runner",
        "lexer",
        "gateway",
        "widgets",
        "metrics",
        "keystore",
        "passport",
        "tokenizer",
        "author",
        "monkey",
        "secretary");
    return words.get(random.nextInt(words.size()));
  }

  private String type() {
    String word = word();
    return Character.toUpperCase(word.charAt(0)) + word.substring(1) + "Handler";
  }
}
