package io.github.cicdmonitor.check;

/** Whether the bot may speak in a channel. */
record ChannelCheck(CheckedServices services, String channel) implements SetUpCheck {
  @Override
  public String name() {
    return "Slack " + channel;
  }

  @Override
  public CheckResult run() {
    return CheckResult.of(name(), services.channel(channel));
  }
}
