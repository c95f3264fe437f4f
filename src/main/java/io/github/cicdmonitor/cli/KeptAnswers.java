package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.remote.ConditionalCache;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.HttpCache;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Keeps what every scan asks again (our pull requests, their checks, single runs) in the state.
 * Bodies are redacted first: they hold text of strangers, and nothing that a scan reads is secret.
 */
final class KeptAnswers implements ConditionalCache {
  private static final Pattern ASKED_AGAIN =
      Pattern.compile(".*/(pulls/\\d+|actions/runs/\\d+|check-runs|status)(\\?.*)?");

  private final HttpCache answers;
  private final Database database;
  private final UnaryOperator<String> redaction;

  KeptAnswers(HttpCache answers, Database database, UnaryOperator<String> redaction) {
    this.answers = answers;
    this.database = database;
    this.redaction = redaction;
  }

  @Override
  public Optional<Entry> find(String url) {
    return answers.find(url).map(answer -> new Entry(answer.etag(), answer.body()));
  }

  @Override
  public void keep(String url, Entry entry) {
    if (ASKED_AGAIN.matcher(url).matches()) {
      String body = redaction.apply(entry.body());
      database.later(in -> answers.keep(in, url, new HttpCache.Answer(entry.etag(), body)));
    }
  }
}
