package io.github.cicdmonitor.redact;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tokens that a reader of the log can put together again, though no line holds one as it is issued. */
final class DisguisesTest {
  private static final Redactor REDACTOR = new Redactor(List.of(), new byte[] {1, 2});
  private static final PlantedSecrets SECRETS = new PlantedSecrets(171);
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private static String scrub(String... lines) {
    return REDACTOR.scrub(String.join("\n", lines));
  }

  @Test
  void full_width_letters_are_letters() {
    StringBuilder wide = new StringBuilder();
    SECRETS.githubToken().chars().forEach(c -> wide.append((char) (c + 0xFEE0)));

    assertThat(scrub("got " + wide)).startsWith("got [redacted:github-token:").hasSizeLessThan(40);
  }

  @Test
  void letters_of_mathematics_are_letters() {
    StringBuilder bold = new StringBuilder();
    SECRETS
        .githubToken()
        .chars()
        .forEach(c -> bold.appendCodePoint(c >= 'a' && c <= 'z' ? 0x1D41A + c - 'a' : c));

    assertThat(scrub("got " + bold)).startsWith("got [redacted:github-token:").hasSizeLessThan(40);
  }

  @Test
  void base32_is_decoded_with_its_padding() {
    assertThat(scrub("b32 " + base32("k: " + SECRETS.githubToken())))
        .matches("b32 \\[redacted:github-token:[0-9a-f]{4}\\]");
  }

  private static String base32(String text) {
    StringBuilder bits = new StringBuilder();
    for (byte b : text.getBytes(US_ASCII)) {
      bits.append(String.format("%8s", Integer.toBinaryString(b)).replace(' ', '0'));
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < bits.length(); i += 5) {
      String five = (bits.substring(i, Math.min(bits.length(), i + 5)) + "0000").substring(0, 5);
      out.append(BASE32.charAt(Integer.parseInt(five, 2)));
    }
    return out + "=".repeat((8 - out.length() % 8) % 8);
  }

  @Test
  void a_soft_break_of_a_mail_ends_no_token() {
    String token = SECRETS.githubToken();

    String left = scrub(
        "diff --git a/.env b/.env",
        "+TOKEN=" + token.substring(0, 18) + "=",
        "+" + token.substring(18));

    assertThat(left).doesNotContain(token.substring(18)).doesNotContain(token.substring(0, 18));
  }

  @Test
  void a_name_at_the_end_of_a_line_is_no_soft_break() {
    String key = "99a7f317" + "-a49e-4ed0-9de3-67848bef7746";

    String left = scrub(
        "packages/a build: qyapi.weixin.qq.com/cgi-bin/webhook/send?key=",
        "packages/a build: " + key);

    assertThat(left).doesNotContain(key);
  }

  /** What the first token takes of the second one's beginning must not hide the second one. */
  @Test
  void wrapped_tokens_may_follow_each_other() {
    String first = "rk" + "_live_" + SECRETS.base62(24);
    String second =
        "pdl" + "_sdbx_apikey_" + "a1".repeat(13) + "_" + SECRETS.base62(22) + "_" + "pTg";

    String left = scrub(
        "web-1  | " + first.substring(0, 12),
        "web-1  | " + first.substring(12),
        "web-1  | " + second.substring(0, 38),
        "web-1  | " + second.substring(38),
        "web-1  | done");

    assertThat(left)
        .doesNotContain(second.substring(4, 20))
        .doesNotContain(second.substring(44))
        .endsWith("web-1  | done");
  }
}
