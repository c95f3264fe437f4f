package io.github.cicdmonitor.redact;

/**
 * What a stretch of text was taken for. The label is what readers see in {@code
 * [redacted:<label>:<hash>]}; a rule that {@link #namesProvider()} fits the format of one vendor, so
 * that a hit means "possible leaked secret, rotate it".
 */
public enum SecretRule {
  OWN_SECRET("own-secret", Origin.SHAPE),
  GITHUB_TOKEN("github-token", Origin.PROVIDER),
  OPENROUTER_KEY("openrouter-key", Origin.PROVIDER),
  OPENAI_KEY("openai-key", Origin.PROVIDER),
  ANTHROPIC_KEY("anthropic-key", Origin.PROVIDER),
  SLACK_TOKEN("slack-token", Origin.PROVIDER),
  SLACK_WEBHOOK("slack-webhook", Origin.PROVIDER),
  AWS_KEY("aws-key", Origin.PROVIDER),
  GOOGLE_KEY("google-key", Origin.PROVIDER),
  JWT("jwt", Origin.PROVIDER),
  PRIVATE_KEY("private-key", Origin.PROVIDER),
  AZURE_SECRET("azure-secret", Origin.PROVIDER),
  URL_CREDENTIALS("url-credentials", Origin.SHAPE),
  HEADER("header", Origin.SHAPE),
  USER_OPTION("user-option", Origin.SHAPE),
  GITLAB_TOKEN("gitlab-token", Origin.PROVIDER),
  NPM_TOKEN("npm-token", Origin.PROVIDER),
  PYPI_TOKEN("pypi-token", Origin.PROVIDER),
  PACKAGE_TOKEN("package-token", Origin.PROVIDER),
  DOCKER_TOKEN("docker-token", Origin.PROVIDER),
  PAYMENT_KEY("payment-key", Origin.PROVIDER),
  MAIL_KEY("mail-key", Origin.PROVIDER),
  CLOUD_TOKEN("cloud-token", Origin.PROVIDER),
  VAULT_TOKEN("vault-token", Origin.PROVIDER),
  KUBERNETES_SECRET("kubernetes-secret", Origin.SHAPE),
  MONITORING_TOKEN("monitoring-token", Origin.PROVIDER),
  ASSIGNMENT("assignment", Origin.SHAPE),
  KEY_WORD("key-word", Origin.SHAPE),
  RANDOM("random", Origin.SHAPE);

  private enum Origin {
    PROVIDER,
    SHAPE
  }

  private final String label;
  private final Origin origin;

  SecretRule(String label, Origin origin) {
    this.label = label;
    this.origin = origin;
  }

  public String label() {
    return label;
  }

  /** Whether the format is one vendor's own, as against something that merely looks secret. */
  public boolean namesProvider() {
    return origin == Origin.PROVIDER;
  }
}
