package io.github.cicdmonitor.redact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.redact.PlantedSecrets.Planted;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedactorTest {
  private static final Redactor REDACTOR = new Redactor(List.of(), new byte[] {1, 2, 3});
  private static final PlantedSecrets SECRETS = new PlantedSecrets(7);
  private static final ObjectMapper JSON = new ObjectMapper();

  static List<Planted> planted() {
    List<Planted> all = new ArrayList<>(SECRETS.tokens());
    all.addAll(SECRETS.inContext());
    all.addAll(SECRETS.assigned());
    return all;
  }

  static List<Planted> tokens() {
    return SECRETS.tokens();
  }

  @ParameterizedTest
  @MethodSource("planted")
  void a_planted_secret_does_not_survive(Planted planted) {
    String redacted = REDACTOR.scrub("before " + planted.text() + " after");

    assertThat(redacted)
        .doesNotContain(planted.secret())
        .contains("[redacted:")
        .startsWith("before");
  }

  /** Every form but the plain one: at least 95 of 100 go; the plain one is in the test above. */
  @Test
  void at_least_95_percent_of_planted_secrets_go_in_every_form() {
    Map<String, UnaryOperator<String>> forms = Map.of(
        "coloured", text -> "\u001b[31m" + split(text, "\u001b[0m") + "\u001b[0m",
        "double quotes", text -> "got \"" + text + "\"",
        "single quotes", text -> "got '" + text + "'",
        "JSON", RedactorTest::json,
        "JSON twice", text -> json(json(text)),
        "URL", text -> "GET https://api.example/x?q=1&access_token=" + text + "&z=2",
        "trace", text -> "+ curl -fsS -H 'Authorization: Bearer " + text + "' https://x.example",
        "upper-cased key", text -> "DEPLOY_TOKEN=" + text,
        "base64", text -> base64("value is " + text + "\n"),
        "base64 twice", text -> base64(base64("value is " + text + "\n")));
    forms.forEach((name, form) -> {
      List<String> missed = new ArrayList<>();
      List<Planted> all = planted();
      for (Planted planted : all) {
        String shown = form.apply(planted.text());
        String redacted = REDACTOR.scrub(shown);
        boolean gone =
            !redacted.contains(planted.secret()) && !redacted.contains(json(planted.secret()));
        if (!gone || (name.startsWith("base64") && redacted.equals(shown))) {
          missed.add(planted.id());
        }
      }
      assertThat(missed).as(name).hasSizeLessThanOrEqualTo(all.size() / 20);
    });
  }

  /** Wrapped in the middle: neither half may be left in full. */
  @Test
  void at_least_95_percent_of_wrapped_tokens_leave_no_half() {
    List<String> missed = new ArrayList<>();
    for (Planted planted : tokens()) {
      String text = "the value that was printed is " + planted.text();
      int at = text.length() - planted.secret().length() / 2;
      String redacted =
          REDACTOR.scrub(text.substring(0, at) + "\n" + text.substring(at) + " and more");
      String first = text.substring(at - planted.secret().length() / 3, at);
      String second = text.substring(at, at + planted.secret().length() / 3);
      if (redacted.contains(first) || redacted.contains(second)) {
        missed.add(planted.id());
      }
      assertThat(redacted).contains("the value that was printed is").endsWith("and more");
    }
    assertThat(missed).hasSizeLessThanOrEqualTo(tokens().size() / 20);
  }

  @ParameterizedTest
  @MethodSource("planted")
  void redacted_JSON_is_still_JSON(Planted planted) throws JsonProcessingException {
    String body = JSON.writeValueAsString(
        Map.of("a", "x\n" + planted.text() + "\t\"y\"\\", "b", List.of(planted.text()), "c", 1.5));

    String redacted = REDACTOR.scrub(body);

    assertThat(JSON.readTree(redacted).size()).isEqualTo(3);
    assertThat(redacted).doesNotContain(planted.secret());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RSA PRIVATE KEY",
        "PRIVATE KEY",
        "OPENSSH PRIVATE KEY",
        "EC PRIVATE KEY",
        "PGP PRIVATE KEY BLOCK"
      })
  void a_private_key_goes_and_its_surroundings_stay(String label) {
    List<String> key = SECRETS.privateKey(label);
    List<String> lines = new ArrayList<>(List.of("Loading the key file:"));
    lines.addAll(key);
    lines.add("error: the key has no passphrase at all");

    List<String> redacted = values(REDACTOR.redact(lines));

    assertThat(redacted).hasSameSizeAs(lines);
    assertThat(redacted).first().isEqualTo("Loading the key file:");
    assertThat(redacted).last().isEqualTo("error: the key has no passphrase at all");
    assertThat(redacted.subList(1, lines.size() - 1))
        .allMatch(line -> line.matches("\\[(redacted:private-key|blob) ?.*\\]"));
  }

  @Test
  void half_a_private_key_goes_as_far_as_it_looks_like_one() {
    List<String> key = SECRETS.privateKey("RSA PRIVATE KEY");
    List<String> begun = new ArrayList<>(key.subList(0, 5));
    begun.add("make: *** [Makefile:12: deploy] Error 1");
    List<String> ended = new ArrayList<>(List.of("before it there was prose"));
    ended.addAll(key.subList(key.size() - 3, key.size()));

    assertThat(values(REDACTOR.redact(begun))).doesNotContainAnyElementsOf(key);
    assertThat(values(REDACTOR.redact(begun))).contains("make: *** [Makefile:12: deploy] Error 1");
    assertThat(values(REDACTOR.redact(ended))).doesNotContainAnyElementsOf(key);
    assertThat(values(REDACTOR.redact(ended))).contains("before it there was prose");
  }

  @Test
  void a_private_key_inside_a_JSON_string_goes_without_its_quotes() throws JsonProcessingException {
    String key = String.join("\n", SECRETS.privateKey("PRIVATE KEY"));

    String redacted = REDACTOR.scrub(JSON.writeValueAsString(Map.of("note", key)));

    assertThat(JSON.readTree(redacted).get("note").asText()).startsWith("[redacted:private-key:");
    assertThat(redacted).doesNotContain(key.substring(40, 70));
  }

  @Test
  void base64_of_a_secret_wrapped_at_76_columns_goes() {
    String text = base64("some text before it, " + SECRETS.githubToken() + " and some behind it");
    List<String> lines = List.of(text.substring(0, 76), text.substring(76));

    assertThat(values(REDACTOR.redact(lines)))
        .allMatch(line -> line.startsWith("[redacted:github-token:"));
  }

  @Test
  void a_token_goes_from_a_hexadecimal_dump_of_several_lines() {
    byte[] bytes = ("POST /x for " + SECRETS.githubToken() + " end").getBytes(UTF_8);
    List<String> lines = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += 16) {
      StringBuilder line = new StringBuilder(String.format("%08x ", at));
      StringBuilder shown = new StringBuilder();
      for (int i = at; i < Math.min(bytes.length, at + 16); i++) {
        line.append(String.format(" %02x", bytes[i]));
        shown.append((char) bytes[i]);
      }
      lines.add(line + "  |" + shown + "|");
    }

    List<String> redacted = values(REDACTOR.redact(lines));

    assertThat(lines).hasSizeGreaterThan(3);
    assertThat(redacted).hasSameSizeAs(lines);
    for (int i = 1; i + 1 < lines.size(); i++) {
      assertThat(redacted.get(i))
          .startsWith(lines.get(i).substring(0, 8))
          .contains("[redacted:github-token:")
          .hasSizeLessThan(48);
    }
  }

  @Test
  void values_of_a_Kubernetes_secret_go_and_keys_stay() {
    String password = base64("pw" + SECRETS.hex(6));
    List<String> lines = List.of(
        "apiVersion: v1",
        "kind: Secret",
        "metadata:",
        "  name: db",
        "data:",
        "  database: " + password,
        "type: Opaque");

    assertThat(values(REDACTOR.redact(lines)))
        .element(5)
        .asString()
        .startsWith("  database: [redacted:kubernetes-secret:")
        .doesNotContain(password);
    assertThat(values(REDACTOR.redact(lines))).contains("  name: db", "type: Opaque");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GITHUB_TOKEN: ***",
        "NODE_AUTH_TOKEN: XXXXX-XXXXX-XXXXX-XXXXX",
        "git clone https://x-access-token:***@github.com/acme/shop",
        "AUTHORIZATION: basic ***",
        "export API_TOKEN=$TOKEN",
        "password: ${{ secrets.DB_PASSWORD }}",
        "--password <password>",
        "curl -u \"$NAME:$PASS\" https://x.example",
        "ghp_short",
        "task-or-v1-something-long-that-is-not-a-key-at-all",
        "xoxo-love-and-kisses-to-all",
        "npm_config_registry=https://registry.example/with/a/long/path",
        "git@github.com:acme/shop.git",
        "ssh://git@host:22/x",
        "https://host:8080/a@b",
        "FROM docker://alpine:3.18@sha256:abcdef",
        "docker run -u 1000:1000 image",
        "SyntaxError: Unexpected token: punc (;)",
        "error: Argument 1 to \"verify_password\" has incompatible type",
        "HEAD is now at 11bd71901bbe5b1630ceea73d27597364c9af683",
        "Cache hit for: node-cache-Linux-x64-npm-4d60fe94d96402161da741243270e0d59ff88f1f3d7ffdfda3bdb681b40dc248",
        "key: Linux-gradle-4d60fe94d96402161da741243270e0d59ff88f1f3d7ffdfda3bdb681b40dc248",
        "Selecting previously unselected package libsecret-1-0:amd64.",
        "> Task :tokenmodule:compileKotlinIosSimulatorArm64 SKIPPED",
        "PWD=/home/runner/work/shop/shop",
        "token_type: bearer",
        "public_key: abc123def456ghi789jkl",
      })
  void what_only_resembles_a_secret_stays(String line) {
    assertThat(REDACTOR.scrub(line)).isEqualTo(line);
  }

  @Test
  void certificates_and_public_keys_stay() {
    String key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + SECRETS.base62(43) + " ci";

    assertThat(REDACTOR.scrub(key)).isEqualTo(key);
  }

  @Test
  void equal_secrets_have_equal_replacements_and_the_hash_depends_on_the_key() {
    String token = SECRETS.githubToken();
    String twice = REDACTOR.scrub(token + " " + token);
    List<String> hashes = List.of(twice.split(" ", -1));

    assertThat(hashes.get(0))
        .isEqualTo(hashes.get(1))
        .matches("\\[redacted:github-token:[0-9a-f]{4}\\]");
    assertThat(new Redactor(List.of(), new byte[] {9}).scrub(token)).isNotEqualTo(hashes.get(0));
  }

  @Test
  void own_secrets_shorter_than_eight_characters_redact_nothing() {
    assertThat(new Redactor(List.of("", "a", "abcdefg")).scrub("a is for abcdefg"))
        .isEqualTo("a is for abcdefg");
  }

  @Test
  void an_own_webhook_address_does_not_redact_every_address() {
    String hook = "https://hooks.slack" + ".com/services/T1234/B5678/" + SECRETS.base62(24);
    Redactor redactor = new Redactor(List.of(hook));

    assertThat(redactor.scrub("see https://hooks.example/ and https://docs.slack.dev/"))
        .isEqualTo("see https://hooks.example/ and https://docs.slack.dev/");
    assertThat(redactor.scrub("posting to " + hook))
        .doesNotContain(hook.substring(hook.length() - 24));
  }

  @Test
  void a_finding_never_splits_an_escape_sequence_of_JSON() throws JsonProcessingException {
    String run = SECRETS.base64(90);

    assertThat(JSON.readTree(REDACTOR.scrub("{\"a\":\"\\n" + run + "\\u0041" + run + "\\n\"}"))
            .get("a"))
        .isNotNull();
  }

  static List<String> values(List<SafeText> lines) {
    return lines.stream().map(SafeText::value).toList();
  }

  private static String split(String text, String with) {
    int middle = text.length() / 2;
    return text.substring(0, middle) + with + text.substring(middle);
  }

  private static String json(String text) {
    try {
      return JSON.writeValueAsString(Map.of("message", text));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
