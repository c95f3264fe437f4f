package io.github.cicdmonitor.redact;

import static io.github.cicdmonitor.redact.Alphabet.ALNUM;
import static io.github.cicdmonitor.redact.Alphabet.BASE64_ANY;
import static io.github.cicdmonitor.redact.Alphabet.BASE64_PADDED;
import static io.github.cicdmonitor.redact.Alphabet.DOTTED;
import static io.github.cicdmonitor.redact.Alphabet.HEX;
import static io.github.cicdmonitor.redact.Alphabet.LOWER_DIGIT;
import static io.github.cicdmonitor.redact.Alphabet.UPPER_DIGIT;
import static io.github.cicdmonitor.redact.Alphabet.URL_VALUE;
import static io.github.cicdmonitor.redact.Alphabet.WORD;
import static io.github.cicdmonitor.redact.Alphabet.WORD_DASH;
import static io.github.cicdmonitor.redact.Alphabet.WORD_DASH_EQ;

import java.util.ArrayList;
import java.util.List;

/**
 * Tokens that begin with a fixed prefix: one row per format. Lengths count the characters after
 * the prefix; the upper bounds are far above today's, because vendors announce longer tokens
 * (GitHub: up to 255, and about 520 for {@code ghs_}), and a missed tail is a leak.
 */
final class TokenRules {
  /** What must hold besides prefix, alphabet and length. */
  private interface Guard {
    boolean allows(ScannedLine scan, int from, int body, int to);
  }

  private record Row(
      SecretRule rule, String prefix, Alphabet alphabet, int min, int max, Guard guard) {}

  /** For prefixes that no word ends with: found in the middle of anything. */
  private static final Guard ANYWHERE = (scan, from, body, to) -> true;

  private static final Guard START = (scan, from, body, to) -> scan.isBoundary(from);
  private static final Guard DIGIT =
      (scan, from, body, to) -> ValueShape.hasDigit(scan.text(), body, to);
  private static final Guard START_DIGIT =
      (scan, from, body, to) -> scan.isBoundary(from) && ValueShape.hasDigit(scan.text(), body, to);
  private static final Guard NEAR_KEY_WORD =
      (scan, from, body, to) -> scan.isBoundary(from) && scan.isNearKeyWord(from);
  private static final Guard RESTLESS = (scan, from, body, to) -> scan.isBoundary(from)
      && ValueShape.hasDigit(scan.text(), body, to)
      && ValueShape.restlessness(scan.text(), body, to) > 0.35;

  private static final List<Row> ROWS = List.of(
      new Row(SecretRule.GITHUB_TOKEN, "ghp_", ALNUM, 36, 255, ANYWHERE),
      new Row(SecretRule.GITHUB_TOKEN, "gho_", ALNUM, 36, 255, ANYWHERE),
      new Row(SecretRule.GITHUB_TOKEN, "ghu_", ALNUM, 36, 255, ANYWHERE),
      new Row(SecretRule.GITHUB_TOKEN, "ghr_", ALNUM, 36, 255, ANYWHERE),
      new Row(SecretRule.GITHUB_TOKEN, "ghs_", DOTTED, 36, 2048, DIGIT),
      new Row(SecretRule.GITHUB_TOKEN, "github_pat_", WORD, 22, 255, ANYWHERE),
      new Row(SecretRule.OPENROUTER_KEY, "sk-or-v1-", HEX, 40, 255, ANYWHERE),
      new Row(SecretRule.OPENROUTER_KEY, "sk-or-", WORD_DASH, 32, 255, START_DIGIT),
      new Row(SecretRule.ANTHROPIC_KEY, "sk-ant-", WORD_DASH, 32, 255, START_DIGIT),
      new Row(SecretRule.OPENAI_KEY, "sk-proj-", WORD_DASH, 20, 255, START_DIGIT),
      new Row(SecretRule.OPENAI_KEY, "sk-svcacct-", WORD_DASH, 20, 255, START_DIGIT),
      new Row(SecretRule.OPENAI_KEY, "sk-admin-", WORD_DASH, 20, 255, START_DIGIT),
      new Row(SecretRule.OPENAI_KEY, "sk-", ALNUM, 40, 255, RESTLESS),
      new Row(SecretRule.SLACK_TOKEN, "xoxb-", WORD_DASH, 10, 255, DIGIT),
      new Row(SecretRule.SLACK_TOKEN, "xoxp-", WORD_DASH, 10, 255, DIGIT),
      new Row(SecretRule.SLACK_TOKEN, "xoxa-", WORD_DASH, 10, 255, DIGIT),
      new Row(SecretRule.SLACK_TOKEN, "xoxe-", WORD_DASH, 10, 255, DIGIT),
      new Row(SecretRule.SLACK_TOKEN, "xoxr-", WORD_DASH, 10, 255, DIGIT),
      new Row(SecretRule.SLACK_TOKEN, "xoxs-", WORD_DASH, 10, 255, DIGIT),
      new Row(SecretRule.SLACK_TOKEN, "xoxc-", WORD_DASH, 10, 255, DIGIT),
      new Row(SecretRule.SLACK_TOKEN, "xoxd-", URL_VALUE, 10, 512, DIGIT),
      new Row(SecretRule.SLACK_TOKEN, "xoxe.", DOTTED, 10, 255, DIGIT),
      new Row(SecretRule.SLACK_TOKEN, "xapp-", WORD_DASH, 20, 255, DIGIT),
      new Row(SecretRule.AWS_KEY, "AKIA", UPPER_DIGIT, 16, 40, ANYWHERE),
      new Row(SecretRule.AWS_KEY, "ASIA", UPPER_DIGIT, 16, 40, START),
      new Row(SecretRule.AWS_KEY, "ABIA", UPPER_DIGIT, 16, 40, START),
      new Row(SecretRule.AWS_KEY, "ACCA", UPPER_DIGIT, 16, 40, START),
      new Row(SecretRule.AWS_KEY, "ABSK", BASE64_PADDED, 100, 300, DIGIT),
      new Row(SecretRule.AWS_KEY, "bedrock-api-key-", BASE64_ANY, 20, 2048, ANYWHERE),
      new Row(SecretRule.GOOGLE_KEY, "AIza", WORD_DASH, 35, 80, ANYWHERE),
      new Row(SecretRule.GOOGLE_KEY, "GOCSPX-", WORD_DASH, 24, 80, ANYWHERE),
      new Row(SecretRule.GOOGLE_KEY, "ya29.", DOTTED, 20, 2048, START),
      new Row(SecretRule.PRIVATE_KEY, "AGE-SECRET-KEY-1", UPPER_DIGIT, 50, 80, ANYWHERE),
      new Row(SecretRule.GITLAB_TOKEN, "glpat-", DOTTED, 20, 400, ANYWHERE),
      new Row(SecretRule.GITLAB_TOKEN, "gldt-", DOTTED, 20, 400, START),
      new Row(SecretRule.GITLAB_TOKEN, "glrt-", DOTTED, 20, 400, START),
      new Row(SecretRule.GITLAB_TOKEN, "glcbt-", DOTTED, 20, 400, START),
      new Row(SecretRule.GITLAB_TOKEN, "glptt-", DOTTED, 20, 400, START),
      new Row(SecretRule.GITLAB_TOKEN, "glft-", DOTTED, 20, 400, START),
      new Row(SecretRule.GITLAB_TOKEN, "gloas-", DOTTED, 20, 400, START),
      new Row(SecretRule.GITLAB_TOKEN, "glagent-", DOTTED, 20, 400, START),
      new Row(SecretRule.NPM_TOKEN, "npm_", ALNUM, 36, 80, ANYWHERE),
      new Row(SecretRule.PYPI_TOKEN, "pypi-AgE", WORD_DASH, 30, 1024, ANYWHERE),
      new Row(SecretRule.PACKAGE_TOKEN, "rubygems_", HEX, 48, 80, ANYWHERE),
      new Row(SecretRule.PACKAGE_TOKEN, "oy2", LOWER_DIGIT, 43, 43, START_DIGIT),
      new Row(SecretRule.PACKAGE_TOKEN, "cio", ALNUM, 32, 32, NEAR_KEY_WORD),
      new Row(SecretRule.PACKAGE_TOKEN, "CLOJARS_", LOWER_DIGIT, 60, 80, ANYWHERE),
      new Row(SecretRule.DOCKER_TOKEN, "dckr_pat_", WORD_DASH, 20, 80, ANYWHERE),
      new Row(SecretRule.DOCKER_TOKEN, "dckr_oat_", WORD_DASH, 20, 80, ANYWHERE),
      new Row(SecretRule.PAYMENT_KEY, "sk_live_", ALNUM, 16, 255, ANYWHERE),
      new Row(SecretRule.PAYMENT_KEY, "rk_live_", ALNUM, 16, 255, ANYWHERE),
      new Row(SecretRule.PAYMENT_KEY, "sk_test_", ALNUM, 16, 255, DIGIT),
      new Row(SecretRule.PAYMENT_KEY, "rk_test_", ALNUM, 16, 255, DIGIT),
      new Row(SecretRule.PAYMENT_KEY, "whsec_", BASE64_PADDED, 24, 255, DIGIT),
      new Row(SecretRule.MAIL_KEY, "SK", HEX, 32, 32, NEAR_KEY_WORD),
      new Row(SecretRule.MAIL_KEY, "key-", HEX, 32, 32, NEAR_KEY_WORD),
      new Row(SecretRule.CLOUD_TOKEN, "hf_", ALNUM, 30, 80, START),
      new Row(SecretRule.CLOUD_TOKEN, "dapi", HEX, 32, 32, START),
      new Row(SecretRule.CLOUD_TOKEN, "dop_v1_", HEX, 40, 80, ANYWHERE),
      new Row(SecretRule.CLOUD_TOKEN, "doo_v1_", HEX, 40, 80, ANYWHERE),
      new Row(SecretRule.CLOUD_TOKEN, "dor_v1_", HEX, 40, 80, ANYWHERE),
      new Row(SecretRule.CLOUD_TOKEN, "dp.pt.", ALNUM, 40, 80, START),
      new Row(SecretRule.CLOUD_TOKEN, "dp.st.", DOTTED, 40, 120, START_DIGIT),
      new Row(SecretRule.CLOUD_TOKEN, "pul-", HEX, 40, 40, START),
      new Row(SecretRule.VAULT_TOKEN, "hvs.", WORD_DASH, 20, 400, START),
      new Row(SecretRule.VAULT_TOKEN, "hvb.", WORD_DASH, 20, 400, START),
      new Row(SecretRule.VAULT_TOKEN, "hvr.", WORD_DASH, 20, 400, START),
      new Row(SecretRule.VAULT_TOKEN, "s.", ALNUM, 24, 24, NEAR_KEY_WORD),
      new Row(SecretRule.MONITORING_TOKEN, "ATATT3", WORD_DASH_EQ, 40, 400, ANYWHERE),
      new Row(SecretRule.MONITORING_TOKEN, "sntrys_", BASE64_ANY, 40, 1024, ANYWHERE),
      new Row(SecretRule.MONITORING_TOKEN, "sntryu_", HEX, 40, 80, ANYWHERE),
      new Row(SecretRule.MONITORING_TOKEN, "glsa_", WORD, 32, 80, ANYWHERE),
      new Row(SecretRule.MONITORING_TOKEN, "glc_", BASE64_PADDED, 32, 400, START));

  private static final int JWT_PART = 10;

  private TokenRules() {}

  static List<Triggers.Entry> entries() {
    List<Triggers.Entry> entries = new ArrayList<>();
    for (Row row : ROWS) {
      String literal = row.prefix().toLowerCase(java.util.Locale.ROOT);
      entries.add(new Triggers.Entry(literal, (scan, from, to) -> token(row, scan, from, to)));
    }
    entries.add(new Triggers.Entry("eyj", TokenRules::jwt));
    entries.add(new Triggers.Entry("t3blbkfj", TokenRules::openAiMarker));
    entries.add(new Triggers.Entry("q~", TokenRules::azureClientSecret));
    entries.add(new Triggers.Entry(".atlasv1.", TokenRules::terraform));
    entries.add(new Triggers.Entry("sg.", TokenRules::sendGrid));
    return entries;
  }

  private static void token(Row row, ScannedLine scan, int from, int body) {
    if (!scan.text().startsWith(row.prefix(), from)) {
      return;
    }
    int end = scan.runEnd(row.alphabet(), body);
    boolean fixed = row.min() == row.max();
    if (end - body < row.min() || (fixed && end - body > row.max())) {
      return;
    }
    int to = trimmed(scan.text(), Math.min(end, body + row.max()));
    if (to - body >= row.min() && row.guard().allows(scan, from, body, to)) {
      scan.found(row.rule(), from, to);
    }
  }

  /** A full stop or dash after a token belongs to the sentence. */
  private static int trimmed(String text, int to) {
    int end = to;
    while (end > 0 && (text.charAt(end - 1) == '.' || text.charAt(end - 1) == '-')) {
      end--;
    }
    return end;
  }

  /** {@code eyJ….eyJ….signature}: header and payload are JSON objects; the signature may lack. */
  private static void jwt(ScannedLine scan, int from, int to) {
    if (!scan.text().startsWith("eyJ", from)) {
      return;
    }
    int header = scan.runEnd(WORD_DASH, from);
    if (scan.at(header) != '.'
        || scan.at(header + 1) != 'e'
        || header - from < JWT_PART
        || scan.isKnownHeader(header)) {
      return;
    }
    int payload = WORD_DASH.runEnd(scan.text(), header + 1);
    if (payload - header < JWT_PART) {
      return;
    }
    int end = payload;
    if (scan.at(payload) == '.') {
      end = WORD_DASH.runEnd(scan.text(), payload + 1);
    }
    scan.found(SecretRule.JWT, from, end);
  }

  private static void openAiMarker(ScannedLine scan, int from, int to) {
    if (!scan.text().startsWith("T3BlbkFJ", from)) {
      return;
    }
    int start = WORD_DASH.runStart(scan.text(), from, 255);
    int end = Math.min(scan.runEnd(WORD_DASH, to), to + 255);
    int key = scan.text().substring(start, from).indexOf("sk-");
    if (key >= 0 && end - to >= 8) {
      scan.found(SecretRule.OPENAI_KEY, start + key, end);
    }
  }

  /** Three characters, a digit, {@code Q~}, then 31 to 34 more. */
  private static void azureClientSecret(ScannedLine scan, int from, int to) {
    int start = from - 4;
    if (scan.at(from) != 'Q'
        || start < 0
        || !ValueShape.isDigit(scan.at(from - 1))
        || Alphabet.DOTTED_TILDE.runStart(scan.text(), from, 4) != start) {
      return;
    }
    int end = Math.min(scan.runEnd(Alphabet.DOTTED_TILDE, to), to + 40);
    if (end - to >= 31) {
      scan.found(SecretRule.AZURE_SECRET, start, end);
    }
  }

  private static void terraform(ScannedLine scan, int from, int to) {
    int start = ALNUM.runStart(scan.text(), from, 14);
    int end = Math.min(scan.runEnd(WORD_DASH_EQ, to), to + 120);
    if (from - start >= 10 && end - to >= 40) {
      scan.found(SecretRule.CLOUD_TOKEN, start, end);
    }
  }

  /** {@code SG.}, 22 characters, a dot, 43 more. */
  private static void sendGrid(ScannedLine scan, int from, int to) {
    if (scan.at(from) != 'S' || scan.at(from + 1) != 'G') {
      return;
    }
    int dot = scan.runEnd(WORD_DASH, to);
    if (dot - to < 16 || dot - to > 40 || scan.at(dot) != '.') {
      return;
    }
    int end = Math.min(WORD_DASH.runEnd(scan.text(), dot + 1), dot + 80);
    if (end - dot > 32) {
      scan.found(SecretRule.MAIL_KEY, from, end);
    }
  }
}
