package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.model.Edits;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.workflow.ParsedChange;
import io.github.cicdmonitor.workflow.RepositoryFacts;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A small repository on which fixes are computed and recognised. */
final class Repo {
  static final String CI = ".github/workflows/ci.yml";

  /** A day on which the shipped facts are fresh. */
  static final LocalDate TODAY = LocalDate.of(2026, 11, 26);

  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Map<String, String> modes = new LinkedHashMap<>();
  private RepositoryFacts github = RepositoryFacts.NONE;
  private Set<String> limitsRaised = Set.of();
  private Optional<FixEvidence.Images> images = Optional.empty();
  private LocalDate today = TODAY;

  static Repo with(String path, String text) {
    return new Repo().and(path, text);
  }

  Repo and(String path, String text) {
    texts.put(path, text);
    modes.put(path, "100644");
    return this;
  }

  Repo github(RepositoryFacts facts) {
    github = facts;
    return this;
  }

  Repo raised(String... limits) {
    limitsRaised = Set.of(limits);
    return this;
  }

  /** Images of the job {@code test}. */
  Repo images(String green, String red) {
    return images(new FixEvidence.Images(CI, "test", green, red));
  }

  Repo images(FixEvidence.Images known) {
    images = Optional.of(known);
    return this;
  }

  Repo on(LocalDate day) {
    today = day;
    return this;
  }

  Checkout checkout() {
    return new Checkout(modes, path -> Optional.ofNullable(texts.get(path)));
  }

  /** What the first kind of that name makes of a log; fails where no line asks for it. */
  Proposed propose(String fix, String... log) {
    List<String> lines = List.of(log);
    Catalogue.Call call = Catalogue.called(lines, List.of()).stream()
        .filter(c -> c.fix().name().equals(fix))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no line asks for " + fix));
    return call.fix().propose(fault(call, lines), checkout());
  }

  Fault fault(Catalogue.Call call, List<String> lines) {
    return new Fault(
        lines.get(call.index()), call.groups(), lines, "", "", Facts.shipped(), today, images);
  }

  /** The fix turns the workflow into {@code after}, and may do so by itself. */
  void mends(String fix, String line, String after) {
    assertThat(after(propose(fix, line), CI)).isEqualTo(after);
    assertThat(recognise(CI, after)).matches(Recognition::isAutomatic);
  }

  /** The file as a proposal leaves it. */
  String after(Proposed proposed, String path) {
    return changes(proposed).stream()
        .filter(change -> change.path().equals(path))
        .findFirst()
        .flatMap(FileChange::after)
        .orElseThrow(() -> new AssertionError(path + " is not changed: " + proposed));
  }

  List<FileChange> changes(Proposed proposed) {
    Edits.Result result = Edits.apply(
        proposed.edits(),
        path -> Optional.ofNullable(texts.get(path))
            .map(text -> new Edits.BaseFile(modes.getOrDefault(path, "100644"), text)));
    if (result.misfit().isPresent()) {
      throw new AssertionError(result.misfit().get() + ": " + proposed);
    }
    return result.changes();
  }

  /** What the catalogue says of another text of a file. */
  Recognition recognise(String path, String after) {
    return recognise(
        new FileChange(path, "100644", Optional.ofNullable(texts.get(path)), Optional.of(after)));
  }

  Recognition recognise(FileChange change) {
    Map<String, String> others = new LinkedHashMap<>(texts);
    others.remove(change.path());
    RepositoryFacts facts = new RepositoryFacts(
        others, github.treeModes(), github.commits(), github.tags(), github.tagCommits());
    return Catalogue.recognise(
        new ParsedChange(change),
        new FixEvidence(facts, Facts.shipped(), today, limitsRaised, images, List.of()));
  }

  /** {@code find} occurs exactly once. */
  Recognition edit(String path, String find, String replace) {
    String text = texts.get(path);
    int at = text.indexOf(find);
    if (at < 0 || text.indexOf(find, at + 1) >= 0) {
      throw new AssertionError("occurs not exactly once: " + find);
    }
    return recognise(path, text.substring(0, at) + replace + text.substring(at + find.length()));
  }
}
