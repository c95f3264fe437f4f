package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.config.Config.MonitoredRepository;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.IncidentState;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.report.Overview;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.IncidentRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which incidents {@code report} lists. */
final class ListOptions {
  /** What fits a screen or two; a page has room for more; a program wants all. */
  private static final int IN_TEXT = 20;

  private static final int IN_MARKDOWN = 100;
  private static final int IN_HTML = 500;

  private final Syntax syntax;

  private List<String> repositories = new ArrayList<>();
  private List<String> states = new ArrayList<>();
  private boolean all;
  private int limit;

  ListOptions(Syntax syntax) {
    this.syntax = syntax;
    syntax
        .texts(
            "--repo OWNER/NAME",
            "list incidents of this repository only; may be repeated",
            given -> repositories = given)
        .words(
            "--state STATE",
            "list incidents in this state only, open or over; may be repeated",
            given -> states = given)
        .flag("--all", "list incidents that are over too", given -> all = given)
        .number(
            "--limit N",
            "list at most N incidents (default: 20 in text, 100 in markdown, 500 in html)",
            given -> limit = given);
  }

  boolean isGiven() {
    return all || isNarrow() || hasLimit();
  }

  /** Whether only some repositories or states were asked for. */
  boolean isNarrow() {
    return !repositories.isEmpty() || !states.isEmpty();
  }

  private boolean hasLimit() {
    return syntax.isGiven("--limit");
  }

  /** Throws a usage mistake for what is no repository, no state or no limit. */
  IncidentRows.Filter filter(Instant since) {
    if (hasLimit() && limit < 1) {
      throw syntax.mistake("--limit takes a number from 1");
    }
    return new IncidentRows.Filter(
        all ? IncidentRows.Which.ALL : IncidentRows.Which.OPEN, repositories(), states(), since);
  }

  private Set<RepositoryName> repositories() {
    Set<RepositoryName> names = new LinkedHashSet<>();
    for (String text : repositories) {
      names.add(RepositoryName.parse(text)
          .orElseThrow(
              () -> syntax.mistake("--repo takes OWNER/NAME, not \"" + shown(text) + "\"")));
    }
    return names;
  }

  private Set<IncidentState> states() {
    Set<IncidentState> found = EnumSet.noneOf(IncidentState.class);
    for (String text : states) {
      String word = text.strip().toLowerCase(Locale.ROOT);
      found.add(Arrays.stream(IncidentState.values())
          .filter(state -> state.word().equals(word))
          .findFirst()
          .orElseThrow(
              () -> syntax.mistake("--state takes " + words() + ", not \"" + shown(text) + "\"")));
    }
    return found;
  }

  private static String words() {
    return Arrays.stream(IncidentState.values())
        .map(IncidentState::word)
        .collect(Collectors.joining(", "));
  }

  private static String shown(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }

  /** A repository that is neither configured nor in the state is a typing error. */
  void refuseUnknown(Session session, Optional<Database> database) {
    for (RepositoryName name : repositories()) {
      boolean configured = session.settings().config().repositories().stream()
          .map(MonitoredRepository::name)
          .anyMatch(name::equals);
      if (!configured
          && database.filter(state -> new IncidentRows(state).knows(name)).isEmpty()) {
        throw MonitorException.of(
            MonitorException.Kind.USAGE,
            "could not report on " + name,
            "it is not a configured repository and was never scanned",
            "Check the spelling");
      }
    }
  }

  Overview.Extent extent(IncidentRows.Filter filter, ReportCommand.Format format) {
    int most = switch (format) {
      case text, prometheus -> IN_TEXT;
      case markdown -> IN_MARKDOWN;
      case html -> IN_HTML;
      case json -> Integer.MAX_VALUE;
    };
    int detailed = format == ReportCommand.Format.html ? IN_HTML : 0;
    return new Overview.Extent(filter, hasLimit() ? limit : most, detailed);
  }
}
