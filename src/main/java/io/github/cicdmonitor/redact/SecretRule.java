package io.github.cicdmonitor.redact;

import java.util.Set;

/**
 * What a stretch of text was taken for.
 *
 * @param label what readers see in {@code [redacted:<label>:<hash>]}
 * @param namesProvider whether the format is one provider's own, as against something that merely
 *     looks secret: words of two lines do not meet it by chance
 */
record SecretRule(String label, boolean namesProvider) {
  static final SecretRule OWN_SECRET = shape("own-secret");
  static final SecretRule REPEATED = shape("repeated");
  static final SecretRule JWT = provider("jwt");
  static final SecretRule PRIVATE_KEY = provider("private-key");
  static final SecretRule DISCORD_TOKEN = provider("discord-token");
  static final SecretRule URL_CREDENTIALS = shape("url-credentials");
  static final SecretRule SIGNATURE = shape("signature");
  static final SecretRule HEADER = shape("header");
  static final SecretRule USER_OPTION = shape("user-option");
  static final SecretRule COMMAND = shape("command");
  static final SecretRule REGISTRY_AUTH = shape("registry-auth");
  static final SecretRule AWS_SECRET = shape("aws-secret");
  static final SecretRule KUBERNETES_SECRET = shape("kubernetes-secret");
  static final SecretRule ASSIGNMENT = shape("assignment");
  static final SecretRule KEY_WORD = shape("key-word");
  static final SecretRule RANDOM = shape("random");

  /** Of the rules that are no row of the formats. */
  static final Set<SecretRule> IN_CODE = Set.of(
      OWN_SECRET,
      REPEATED,
      JWT,
      PRIVATE_KEY,
      DISCORD_TOKEN,
      URL_CREDENTIALS,
      SIGNATURE,
      HEADER,
      USER_OPTION,
      COMMAND,
      REGISTRY_AUTH,
      AWS_SECRET,
      KUBERNETES_SECRET,
      ASSIGNMENT,
      KEY_WORD,
      RANDOM);

  static SecretRule provider(String label) {
    return new SecretRule(label, true);
  }

  private static SecretRule shape(String label) {
    return new SecretRule(label, false);
  }
}
