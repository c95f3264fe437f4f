package io.github.cicdmonitor.redact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

final class RedactorPropertyTest {
  private static final Redactor REDACTOR = new Redactor(List.of(), new byte[] {4, 5});
  private static final ObjectMapper JSON = new ObjectMapper();

  @Property
  void redacting_twice_changes_nothing_more(@ForAll("noise") String text) {
    String once = REDACTOR.scrub(text);

    assertThat(REDACTOR.scrub(once)).isEqualTo(once);
  }

  @Property
  void no_text_makes_it_fail_and_the_number_of_lines_stays(@ForAll String text) {
    assertThat(newLines(REDACTOR.scrub(text))).isEqualTo(newLines(text));
  }

  @Property
  void noise_full_of_triggers_keeps_its_number_of_lines(@ForAll("noise") String text) {
    List<String> lines = List.of(text.split("\n", -1));

    assertThat(REDACTOR.redact(lines)).hasSameSizeAs(lines);
    assertThat(newLines(REDACTOR.scrub(text))).isEqualTo(newLines(text));
  }

  @Property
  void a_token_goes_whatever_stands_around_it(
      @ForAll("noise") String before, @ForAll("noise") String after, @ForAll long seed) {
    String token = new PlantedSecrets(seed).githubToken();

    assertThat(REDACTOR.scrub(before + token + after)).doesNotContain(token.substring(0, 12));
  }

  @Property
  void each_format_goes_between_words(@ForAll long seed, @ForAll @IntRange(max = 39) int which) {
    List<PlantedSecrets.Planted> tokens = new PlantedSecrets(seed).tokens();
    PlantedSecrets.Planted planted = tokens.get(which % tokens.size());

    assertThat(REDACTOR.scrub("see " + planted.text() + ", then fail"))
        .as(planted.id())
        .doesNotContain(planted.secret())
        .startsWith("see ")
        .endsWith(", then fail");
  }

  @Property
  void removing_characters_around_a_token_never_reveals_it(
      @ForAll("noise") String before, @ForAll long seed, @ForAll @IntRange(max = 60) int drop) {
    String token = new PlantedSecrets(seed).githubToken();
    String shorter = before.substring(Math.min(drop, before.length()));

    assertThat(REDACTOR.scrub(shorter + token)).doesNotContain(token);
    assertThat(REDACTOR.scrub(token + shorter)).doesNotContain(token);
  }

  @Property
  void own_secrets_go_in_every_encoding(
      @ForAll("secret") String secret, @ForAll("noise") String before) {
    Redactor redactor = new Redactor(List.of(secret), new byte[] {6});
    List<String> encoded = new ArrayList<>();
    encoded.add(secret);
    encoded.add(new StringBuilder(secret).reverse().toString());
    encoded.add(HexFormat.of().formatHex(secret.getBytes(UTF_8)));
    encoded.add(HexFormat.of().withUpperCase().formatHex(secret.getBytes(UTF_8)));
    encoded.add(URLEncoder.encode(secret, UTF_8));
    encoded.add(json(secret));
    for (String form : encoded) {
      assertThat(redactor.scrub(before + " " + form + " end")).doesNotContain(form);
    }
  }

  @Property
  void own_secrets_go_in_base64_at_every_alignment(
      @ForAll("secret") String secret, @ForAll @IntRange(max = 5) int shift) {
    Redactor redactor = new Redactor(List.of(secret), new byte[] {6});
    String text = "\u00ff".repeat(shift) + secret + "\u00ff\u00ff\u00ff";
    for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
      byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
      String shown = encoder.encodeToString(bytes);

      assertThat(redactor.scrub("dump " + shown))
          .doesNotContain(shown.substring(8 + shift, shown.length() - 8));
    }
  }

  @Property
  void any_twelve_characters_of_an_own_secret_go(
      @ForAll("secret") String secret, @ForAll @IntRange(max = 40) int at) {
    int from = Math.min(at, secret.length() - 12);
    String piece = secret.substring(from, from + 12);

    assertThat(new Redactor(List.of(secret)).scrub("x " + piece + " y")).doesNotContain(piece);
  }

  @Property
  void what_was_JSON_is_JSON(@ForAll("noise") String first, @ForAll("noise") String second)
      throws JsonProcessingException {
    String body =
        JSON.writeValueAsString(Map.of("a", first, "b", Map.of("c", List.of(second, 17))));
    String nested = JSON.writeValueAsString(Map.of("body", body));

    assertThat(JSON.readTree(REDACTOR.scrub(body)).isObject()).isTrue();
    assertThat(JSON.readTree(REDACTOR.scrub(nested)).isObject()).isTrue();
  }

  @Example
  void a_quoted_value_that_ends_in_a_backslash_ends_with_its_JSON_string()
      throws JsonProcessingException {
    String text = "token=\"" + "build".repeat(9) + "\\";
    String body = JSON.writeValueAsString(List.of(text, 17));
    String nested = JSON.writeValueAsString(List.of(body, 18));

    assertThat(JSON.readTree(REDACTOR.scrub(body)).get(1).asInt()).isEqualTo(17);
    assertThat(JSON.readTree(REDACTOR.scrub(nested)).get(1).asInt()).isEqualTo(18);
  }

  @Example
  void a_token_and_the_name_of_the_next_member_are_no_two_pieces_of_one()
      throws JsonProcessingException {
    String tooShort = "ghp" + "_" + "build" + "a".repeat(30);
    for (String name : List.of("b", "b b", "b\"b", "b\\")) {
      String body = "{\"a\":\"" + tooShort + "\"," + JSON.writeValueAsString(name) + ":{\"c\":17}}";
      String nested = JSON.writeValueAsString(Map.of("body", body));

      assertThat(JSON.readTree(REDACTOR.scrub(body)).size()).isEqualTo(2);
      String inside = JSON.readTree(REDACTOR.scrub(nested)).path("body").asText();
      assertThat(JSON.readTree(inside).size()).isEqualTo(2);
    }
    String named = "{\"a\":\"" + tooShort + "\",\"b\":17}";
    assertThat(REDACTOR.scrub(named)).isEqualTo(named);
  }

  @Example
  void the_strings_of_a_list_stay_as_many() throws JsonProcessingException {
    String token = new PlantedSecrets(5).githubToken();
    String body = JSON.writeValueAsString(
        List.of("--key", token.substring(0, 20), token.substring(20), "--all"));
    String scrubbed = REDACTOR.scrub(body);

    assertThat(scrubbed).doesNotContain(token.substring(4, 20), token.substring(20));
    assertThat(JSON.readTree(scrubbed)).hasSize(4);
  }

  /** Ordinary words, everything that starts a rule, separators, and tokens, in any order. */
  @Provide
  Arbitrary<String> noise() {
    Arbitrary<String> pieces = Arbitraries.of(
        "build",
        "failed",
        "with",
        " ",
        " ",
        "\n",
        "\n",
        "=",
        ":",
        "\"",
        "'",
        "\\",
        "\\n",
        "{",
        "}",
        ",",
        "[",
        "]",
        "(",
        "%3D",
        "@",
        "/",
        "://",
        ".",
        "-",
        "_",
        "$",
        "***",
        "null",
        "key",
        "token=",
        "password: ",
        "API_KEY=",
        "--token ",
        "Authorization: Bearer ",
        "Cookie: a=",
        "curl -u ",
        "https://",
        "user:",
        "eyJ",
        "sk-",
        "ghp" + "_",
        "xoxb-1",
        "kind: Secret",
        "data:\n  a: ",
        "-----BEGIN " + "PRIVATE KEY-----",
        "-----END " + "PRIVATE KEY-----",
        "[redacted:",
        "[redacted:jwt:0a1b]",
        "[blob 120 0a1b2c3d]",
        "[blob 1",
        "\u001b[31m",
        "\u200b",
        "\r",
        "\u00e4",
        "\ud83d\ude00",
        "docker login -u a -p ",
        "hooks.slack.com/services/",
        "&sig=",
        "\"auth\":\"",
        "T3Blbk" + "FJ");
    Arbitrary<String> runs = Arbitraries.strings()
        .withCharRange('a', 'z')
        .withCharRange('0', '9')
        .withCharRange('A', 'Z')
        .ofMinLength(1)
        .ofMaxLength(70);
    return Combinators.combine(
            Arbitraries.frequencyOf(
                    net.jqwik.api.Tuple.of(4, pieces), net.jqwik.api.Tuple.of(1, runs))
                .list()
                .ofMaxSize(25),
            Arbitraries.of("", " "))
        .as((parts, between) -> String.join(between, parts));
  }

  @Provide
  Arbitrary<String> secret() {
    return Arbitraries.longs()
        .map(PlantedSecrets::new)
        .map(secrets -> secrets.base62(12) + "+/\"%" + secrets.base62(20));
  }

  private static long newLines(String text) {
    return text.chars().filter(c -> c == '\n').count();
  }

  private static String json(String text) {
    try {
      String quoted = JSON.writeValueAsString(text);
      return quoted.substring(1, quoted.length() - 1);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
