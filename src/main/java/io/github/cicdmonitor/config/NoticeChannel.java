package io.github.cicdmonitor.config;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** The Slack channels, each by its key below {@code slack_channels}. */
public enum NoticeChannel {
  ALERTS("#ci-cd-alerts"),
  APPROVALS("#ci-cd-approvals"),
  CRITICAL("#critical-alerts");

  private final String suggested;

  NoticeChannel(String suggested) {
    this.suggested = suggested;
  }

  /** As the configuration spells it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a new configuration names, and the Slack app's manifest too. */
  String suggested() {
    return suggested;
  }

  /** In the order in which the manual has them. */
  static Set<String> keys() {
    Set<String> keys = new LinkedHashSet<>();
    for (NoticeChannel channel : values()) {
      keys.add(channel.key());
    }
    return keys;
  }
}
