package io.github.cicdmonitor.slack;

import io.github.cicdmonitor.notify.Notifier;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Optional;

/** Where no Slack is set up: notices are printed, one paragraph each. What was printed was told. */
public final class PrintedNotices implements Notifier {
  private final PrintStream out;

  public PrintedNotices(PrintStream out) {
    this.out = out;
  }

  /** The key stands in for the timestamp; a printed notice has none. */
  @Override
  public Posted post(Message message) {
    out.println("[" + message.channel() + "] " + unescaped(message.text()));
    out.flush();
    return new Posted(message.channel(), message.key());
  }

  @Override
  public void update(Posted posted, Message message) {
    post(message);
  }

  /** Standard output cannot be read back. */
  @Override
  public Lookup find(String channel, String key, Instant since) {
    return new Lookup(Fate.UNKNOWABLE, Optional.empty());
  }

  @Override
  public Lookup findUnder(Posted root, String key) {
    return new Lookup(Fate.UNKNOWABLE, Optional.empty());
  }

  @Override
  public Sent sent(String channel, Instant since) {
    return Sent.NOTHING;
  }

  @Override
  public Sent under(Posted root) {
    return Sent.NOTHING;
  }

  @Override
  public boolean isRemote() {
    return false;
  }

  /** Slack's three escapes undone, and nothing that steers a terminal let through. */
  private static String unescaped(String text) {
    String plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    return plain.replaceAll("[\\p{Cc}\\p{Cf}&&[^\\n\\t]]", "");
  }
}
