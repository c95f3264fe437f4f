package io.github.cicdmonitor.workflow;

import io.github.cicdmonitor.error.Nearest;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import io.github.cicdmonitor.workflow.Yaml.Sequence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Why GitHub does not start a workflow: what its reader refuses before any job begins. Only for a run
 * that did fail to start: GitHub learns new keys and contexts, and then a workflow that runs has
 * some that this class does not know.
 */
public final class StartRefusals {
  private static final Pattern ID = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
  private static final Pattern ACTION =
      Pattern.compile("\\./.*|docker://.+|[^/@\\s]+/[^@\\s]+@\\S+");
  // Names that no dot, bracket or word comes before, and that call nothing.
  private static final Pattern CONTEXT =
      Pattern.compile("(?<![\\w.*\\]-])[a-z_][\\w-]*+(?!\\s*\\()");
  private static final Pattern STRING = Pattern.compile("'(?:[^']|'')*'");

  private final List<Refusal> found = new ArrayList<>();

  /**
   * One reason.
   *
   * @param line 1-based, in the workflow file
   */
  public record Refusal(int line, String reason) {}

  private StartRefusals() {}

  /** All reasons that are seen, by line; empty where the file itself shows none. */
  public static List<Refusal> of(String text) {
    ParsedYaml parsed = ParsedYaml.of(text);
    if (parsed.refusal().isPresent()) {
      StrictYaml.Refused refused = parsed.refusal().get();
      return List.of(new Refusal(refused.line(), refused.reason()));
    }
    StartRefusals refusals = new StartRefusals();
    refusals.file(parsed.root());
    return refusals.found.stream()
        .distinct()
        .sorted(Comparator.comparingInt(Refusal::line))
        .toList();
  }

  private void file(Mapping root) {
    keys(root, Vocabulary.FILE_KEYS, "a workflow");
    if (root.get("on").isEmpty()) {
      refuse(root.line(), "the key \"on\" is missing, which names the events");
    }
    Mapping jobs = root.sub("jobs");
    if (jobs.entries().isEmpty()) {
      refuse(root.lineOf("jobs"), "there are no jobs");
    }
    expressions(root, Vocabulary.ANYWHERE);
    jobs.entries().forEach((id, body) -> job(jobs, new Job(id, body.asMapping())));
    circle(jobs);
  }

  private void job(Mapping jobs, Job job) {
    int line = jobs.lineOf(job.id());
    String name = "the job " + quoted(job.id());
    if (!ID.matcher(job.id()).matches()) {
      refuse(line, name + " has an id with characters other than letters, digits, - and _");
    }
    Mapping body = job.body();
    keys(body, Vocabulary.JOB_KEYS, "a job");
    if (body.get("uses").isEmpty()) {
      if (body.get("runs-on").isEmpty()) {
        refuse(line, name + " has neither \"runs-on\" nor \"uses\"");
      } else if (job.steps().isEmpty()) {
        refuse(line, name + " has no steps");
      }
    }
    for (String needed : needs(body)) {
      if (jobs.get(needed).isEmpty()) {
        refuse(
            body.lineOf("needs"),
            name + " needs the job " + quoted(needed) + ", which does not exist"
                + suggestion(needed, List.copyOf(jobs.entries().keySet())));
      }
    }
    condition(body, Vocabulary.IN_IF_OF_A_JOB, "a job");
    Set<String> ids = new HashSet<>();
    job.steps().forEach(step -> step(step, ids));
  }

  private void step(Mapping step, Set<String> ids) {
    keys(step, Vocabulary.STEP_KEYS, "a step");
    boolean runs = step.get("run").isPresent();
    boolean uses = step.get("uses").isPresent();
    if (runs && uses) {
      refuse(step.lineOf("uses"), "a step has both \"uses\" and \"run\"");
    } else if (!runs && !uses) {
      refuse(step.line(), "a step has neither \"uses\" nor \"run\"");
    }
    step.text("uses")
        .filter(action -> !ACTION.matcher(action).matches())
        .ifPresent(action -> refuse(
            step.lineOf("uses"),
            quoted(action) + " is no action: it is written owner/name@version, or ./folder"));
    step.text("id")
        .filter(id -> !ids.add(id))
        .ifPresent(id -> refuse(step.lineOf("id"), "two steps have the id " + quoted(id)));
    condition(step, Vocabulary.IN_IF_OF_A_STEP, "a step");
  }

  private void keys(Mapping mapping, List<String> known, String where) {
    for (String key : mapping.entries().keySet()) {
      if (!known.contains(key)) {
        refuse(
            mapping.lineOf(key),
            "the key " + quoted(key) + " is not known in " + where + suggestion(key, known));
      }
    }
  }

  /** What stands in {@code if} is an expression with or without its braces. */
  private void condition(Mapping of, Set<String> contexts, String where) {
    of.text("if").ifPresent(text -> {
      List<String> expressions =
          Expressions.any(text) ? Expressions.in(text) : List.of(Expressions.normal(text));
      for (String expression : expressions) {
        for (String name : contexts(expression)) {
          if (!contexts.contains(name)) {
            refuse(
                of.lineOf("if"),
                "the context " + quoted(name) + " cannot be used in the \"if\" of " + where);
          }
        }
      }
    });
  }

  private void expressions(Yaml value, Set<String> contexts) {
    Optional<Scalar> scalar = value.scalar();
    if (scalar.isPresent()) {
      expressions(scalar.get(), contexts);
    }
    value
        .sequence()
        .map(Sequence::items)
        .orElse(List.of())
        .forEach(item -> expressions(item, contexts));
    value.asMapping().entries().values().forEach(item -> expressions(item, contexts));
  }

  private void expressions(Scalar scalar, Set<String> contexts) {
    if (!Expressions.any(scalar.text())) {
      return;
    }
    if (unclosed(scalar.text())) {
      refuse(scalar.line(), "an expression begins with ${{ and is not closed by }}");
      return;
    }
    for (String expression : Expressions.in(scalar.text())) {
      for (String name : contexts(expression)) {
        if (!contexts.contains(name)) {
          refuse(
              scalar.line(),
              "an expression uses the context " + quoted(name) + ", which does not exist"
                  + suggestion(name, List.copyOf(contexts)));
        }
      }
    }
  }

  private static boolean unclosed(String text) {
    return text.lastIndexOf("${{") > text.lastIndexOf("}}");
  }

  private static List<String> contexts(String expression) {
    return CONTEXT
        .matcher(STRING.matcher(expression).replaceAll("0"))
        .results()
        .map(MatchResult::group)
        .distinct()
        .toList();
  }

  private static List<String> needs(Mapping job) {
    return job.get("needs")
        .map(needs -> needs.sequence().isPresent()
            ? needs.sequence().get().items().stream()
                .flatMap(item -> item.scalar().stream())
                .map(Scalar::text)
                .toList()
            : needs.scalar().stream().map(Scalar::text).toList())
        .orElse(List.of());
  }

  /** Jobs that wait for each other: those left when each job that can begin has been taken away. */
  private void circle(Mapping jobs) {
    Map<String, Set<String>> waiting = new LinkedHashMap<>();
    jobs.entries().forEach((id, body) -> {
      Set<String> needed = new HashSet<>(needs(body.asMapping()));
      needed.retainAll(jobs.entries().keySet());
      waiting.put(id, needed);
    });
    boolean less = true;
    while (less) {
      Set<String> begun = new HashSet<>();
      waiting.forEach((id, needed) -> {
        if (needed.isEmpty()) {
          begun.add(id);
        }
      });
      less = waiting.keySet().removeAll(begun);
      waiting.values().forEach(needed -> needed.removeAll(begun));
    }
    if (!waiting.isEmpty()) {
      String first = waiting.keySet().iterator().next();
      refuse(
          jobs.sub(first).lineOf("needs"),
          "jobs wait for each other in a circle: " + String.join(", ", waiting.keySet()));
    }
  }

  private static String suggestion(String word, List<String> known) {
    return Nearest.to(word, known.stream().filter(each -> !each.equals(word)).toList())
        .map(near -> "; did you mean " + near + "?")
        .orElse("");
  }

  private static String quoted(String word) {
    return '"' + Shown.quoted(word) + '"';
  }

  private void refuse(int line, String reason) {
    found.add(new Refusal(line, reason));
  }
}
