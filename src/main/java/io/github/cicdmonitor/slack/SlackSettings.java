package io.github.cicdmonitor.slack;

/**
 * Where and as whom.
 *
 * @param token {@code xoxb-…}
 * @param apiUrl as in {@code SLACK_API_URL}, checked by the configuration
 */
public record SlackSettings(String token, String apiUrl) {
  public SlackSettings {
    apiUrl = apiUrl.endsWith("/") ? apiUrl : apiUrl + "/";
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "SlackSettings[" + apiUrl + "]";
  }
}
