package io.github.cicdmonitor.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.logs.Wrappers;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.LogLine;
import io.github.cicdmonitor.rules.LineTemplate;
import io.github.cicdmonitor.rules.Rule;
import io.github.cicdmonitor.rules.RuleSet;
import io.github.cicdmonitor.store.ModelHistory.Answered;
import io.github.cicdmonitor.store.ModelHistory.Proof;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Rules for what a model has answered rightly three times: made of the lines that it rested on, and
 * tried on every stored excerpt. One that misses an excerpt of its own fault, or catches a line of
 * another kind of fault or of a run that passed, is not offered.
 *
 * @param offered as they go into a rules file
 * @param notes a line for each group of answers, what came of it
 */
public record LearnedRules(List<ObjectNode> offered, List<String> notes) {
  static final int CONFIRMATIONS = 3;
  private static final int SAMPLES = 3;
  private static final double MOST_CONFIDENCE = 0.9;
  private static final double LEAST_CONFIDENCE = 0.5;

  public LearnedRules {
    offered = List.copyOf(offered);
    notes = List.copyOf(notes);
  }

  /** A rules file. */
  public ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode rules = root.putArray("rules");
    offered.forEach(rules::add);
    return root;
  }

  public static LearnedRules of(List<Answered> history) {
    Map<String, List<Answered>> groups = new LinkedHashMap<>();
    for (Answered answered : history) {
      if (answered.diagnosis().analyzer() == Diagnosis.Analyzer.LLM) {
        groups.computeIfAbsent(key(answered), key -> new ArrayList<>()).add(answered);
      }
    }
    List<ObjectNode> offered = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (List<Answered> group : groups.values()) {
      List<Answered> confirmed =
          group.stream().filter(a -> a.proof() == Proof.CONFIRMED).toList();
      if (confirmed.size() >= CONFIRMATIONS) {
        boolean refused = group.stream().anyMatch(a -> a.proof() == Proof.REFUSED);
        Found found =
            refused ? Found.not("the same answer was refused as well") : rule(confirmed, history);
        found.rule().ifPresent(offered::add);
        notes.add(note(confirmed, found));
      }
    }
    return new LearnedRules(offered, notes);
  }

  /** The same fault, the same diagnosis, the same fix. */
  private static String key(Answered answered) {
    Diagnosis diagnosis = answered.diagnosis();
    return fault(answered)
        + diagnosis.category()
        + diagnosis.transientFault()
        + diagnosis.remediation().kind()
        + diagnosis.remediation().edits()
        + diagnosis.remediation().command();
  }

  /** By the lines it shows, in whichever repository; where they say nothing, by job and step too. */
  private static String fault(Answered answered) {
    String lines = answered.incident().signature().linesDigest();
    return lines.isEmpty() ? answered.incident().signature().value() : lines;
  }

  /** A rule, or why there is none. */
  private record Found(Optional<ObjectNode> rule, String words) {
    static Found not(String why) {
      return new Found(Optional.empty(), "not offered: " + why);
    }
  }

  private static String note(List<Answered> confirmed, Found found) {
    Answered first = confirmed.get(0);
    return "%s, confirmed %d times (%s): %s"
        .formatted(
            first.diagnosis().category().word(),
            confirmed.size(),
            String.join(
                ", ",
                confirmed.stream().limit(5).map(a -> "#" + a.incident().id()).toList()),
            found.words());
  }

  private static Found rule(List<Answered> confirmed, List<Answered> history) {
    List<LineTemplate> templates = templates(confirmed);
    if (templates.isEmpty()) {
      return Found.not("its evidence has no line of at least two words in common");
    }
    Found last = Found.not("");
    for (LineTemplate template : templates) {
      last = tried(template, confirmed, history);
      if (last.rule().isPresent()) {
        return last;
      }
    }
    return last;
  }

  /** From each line the first answer rests on, those that say most first. */
  private static List<LineTemplate> templates(List<Answered> confirmed) {
    List<LineTemplate> templates = new ArrayList<>();
    for (String line : lines(confirmed.get(0))) {
      Optional<LineTemplate> template = Optional.of(LineTemplate.of(line));
      for (Answered other : confirmed.subList(1, confirmed.size())) {
        template = template.flatMap(so -> lines(other).stream()
            .flatMap(candidate -> so.with(candidate).stream())
            .max(Comparator.comparingLong(LineTemplate::fixedWords)));
      }
      template.filter(LineTemplate::isTelling).ifPresent(templates::add);
    }
    templates.sort(Comparator.comparingLong(LineTemplate::fixedWords).reversed());
    return templates;
  }

  /** Without what stands before the message. */
  private static List<String> lines(Answered answered) {
    return answered.diagnosis().evidence().stream()
        .map(Evidence::text)
        .map(text -> Wrappers.bare(text.value()))
        .filter(text -> !text.isBlank())
        .toList();
  }

  private static Found tried(
      LineTemplate template, List<Answered> confirmed, List<Answered> history) {
    Answered first = confirmed.get(0);
    Diagnosis diagnosis = first.diagnosis();
    String id = "learned-" + diagnosis.category().word().replace('_', '-') + "-"
        + fault(first).substring(0, 8);
    double confidence = confirmed.stream()
        .mapToDouble(a -> a.diagnosis().confidence())
        .average()
        .orElse(LEAST_CONFIDENCE);
    double rounded =
        Math.round(100 * Math.max(LEAST_CONFIDENCE, Math.min(MOST_CONFIDENCE, confidence))) / 100.0;
    LearnedRule bare = new LearnedRule(id, template, diagnosis, rounded, List.of(), List.of());
    Optional<Rule> read = read(bare);
    if (read.isEmpty()) {
      return Found.not("what it would look for is no rule");
    }
    Trial trial = new Trial(read.get(), confirmed, history);
    if (trial.missed() > 0) {
      return Found.not("it would miss " + trial.missed() + " of its own excerpts");
    }
    if (!trial.wrong().isEmpty()) {
      return Found.not("it would catch \"" + trial.wrong().get(0) + "\"");
    }
    LearnedRule whole = new LearnedRule(
        id, template, diagnosis, rounded, trial.caught(SAMPLES), trial.near(SAMPLES));
    return read(whole).isEmpty()
        ? Found.not("its samples do not agree with it")
        : new Found(
            Optional.of(whole.json()),
            "offered as " + id + ": it catches all " + confirmed.size() + " excerpts and none of "
                + trial.others() + " others"
                + (whole.leavesFixToModel() ? "; its fix stays the model's to write" : ""));
  }

  /** Through the door that a rules file comes in by. */
  private static Optional<Rule> read(LearnedRule rule) {
    ObjectNode file = new LearnedRules(List.of(rule.json()), List.of()).json();
    try {
      return Optional.of(
          RuleSet.builtIn().with(file.toString(), rule.id()).rules().get(0));
    } catch (MonitorException e) {
      return Optional.empty();
    }
  }

  /** A rule against what is stored. */
  private static final class Trial {
    private final Rule rule;
    private final List<Answered> own;
    private final List<Answered> others;

    Trial(Rule rule, List<Answered> own, List<Answered> history) {
      this.rule = rule;
      this.own = own;
      Set<String> stories = own.stream().map(Trial::story).collect(Collectors.toSet());
      this.others = history.stream().filter(a -> !stories.contains(story(a))).toList();
    }

    /** Where nothing but an exit code is shown, other repositories have the same signature. */
    private static String story(Answered answered) {
      return answered.incident().repository().key()
          + answered.incident().signature().value();
    }

    private boolean fits(LogLine line) {
      return rule.fits(Wrappers.layers(line.text().value()));
    }

    long missed() {
      return own.stream()
          .filter(a -> a.excerpt().lines().stream().noneMatch(this::fits))
          .count();
    }

    int others() {
      return others.size();
    }

    /** Lines of failures of another category, and lines that passing runs print too. */
    List<String> wrong() {
      List<String> wrong = new ArrayList<>();
      for (Answered other : others) {
        boolean sameKind =
            other.diagnosis().category() == own.get(0).diagnosis().category();
        wrong.addAll(texts(other, line -> fits(line) && (!sameKind || isFamiliar(other, line))));
      }
      for (Answered one : own) {
        wrong.addAll(texts(one, line -> fits(line) && isFamiliar(one, line)));
      }
      return wrong;
    }

    private static boolean isFamiliar(Answered answered, LogLine line) {
      return answered.excerpt().familiar().contains(line.number());
    }

    private static List<String> texts(Answered answered, Predicate<LogLine> which) {
      return answered.excerpt().lines().stream()
          .filter(which)
          .map(line -> line.text().value())
          .toList();
    }

    List<String> caught(int most) {
      return own.stream()
          .flatMap(a -> texts(a, this::fits).stream().limit(1))
          .distinct()
          .limit(most)
          .toList();
    }

    private static boolean speaks(Answered answered, LogLine line) {
      return answered.excerpt().errorLines().contains(line.number())
          || answered.diagnosis().evidence().stream().anyMatch(e -> e.line() == line.number());
    }

    /** What others complain of, those with its literal first. */
    List<String> near(int most) {
      String literal = rule.literals().get(0);
      List<String> near = new ArrayList<>();
      for (Answered other : others) {
        near.addAll(texts(other, line -> speaks(other, line) && !fits(line)));
      }
      return near.stream()
          .filter(line -> !line.isBlank())
          .distinct()
          .sorted(Comparator.comparing(line -> !line.toLowerCase(Locale.ROOT).contains(literal)))
          .limit(most)
          .toList();
    }
  }
}
