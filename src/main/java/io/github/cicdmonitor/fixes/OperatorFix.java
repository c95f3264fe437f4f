package io.github.cicdmonitor.fixes;

import com.google.re2j.Pattern;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A fix that the operator wrote into the rules file: one text in place of another, wherever it stands
 * as a whole at places of one sort. The operator vouches for the new value; that nothing else changes,
 * and that none of the old is left in the file, is proven as for any other fix.
 *
 * @param name id of the rule
 * @param category of the rule
 * @param triggers pattern of the rule
 * @param place where the text stands
 * @param from the whole text that is replaced
 * @param to what takes its place
 * @param advice the rule's sentence for people
 */
public record OperatorFix(
    String name,
    Category category,
    List<Pattern> triggers,
    Place place,
    String from,
    String to,
    String advice)
    implements Fix {
  /** Spelled in lower case with underscores in the rules file. */
  public enum Place {
    /** {@code runs-on} and the values of a matrix. */
    RUNNER_LABEL,
    /** {@code uses} of a step or job. */
    ACTION,
    /** The image of a {@code container} or service. */
    IMAGE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Place> ofWord(String word) {
      return List.of(values()).stream().filter(p -> p.word().equals(word)).findFirst();
    }
  }

  public OperatorFix {
    triggers = List.copyOf(triggers);
  }

  /** Only the operator knows what runs then. */
  @Override
  public About about() {
    return new About(
        name,
        "Puts " + to + " in the place of " + from,
        category,
        triggers,
        Surroundings.KNOWN,
        place == Place.RUNNER_LABEL ? Set.of() : Set.of(About.Trait.NEW_CODE));
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    Editor editor = new Editor(files);
    for (WorkflowFile file : files.workflowsAndActionsWith(from)) {
      for (Scalar found : places(file)) {
        if (found.text().equals(from)) {
          editor.replace(file, found, to);
        }
      }
    }
    return Proposed.edits("ci: Use " + to + " instead of " + from, advice, editor);
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    if (places(diff.after()).stream().anyMatch(left -> left.text().equals(from))) {
      return;
    }
    Set<Yaml.Span> here = places(diff.after()).stream().map(Yaml::span).collect(Collectors.toSet());
    diff.deltas().stream()
        .filter(delta -> delta.isEdit()
            && delta.textBefore().equals(from)
            && delta.textAfter().equals(to)
            && delta.after().filter(value -> here.contains(value.span())).isPresent())
        .forEach(delta -> claims.claim(delta, "the rules file puts " + to + " for " + from));
  }

  private List<Scalar> places(WorkflowFile file) {
    List<Scalar> found = new ArrayList<>();
    for (Job job : file.jobs()) {
      switch (place) {
        case RUNNER_LABEL -> {
          job.body().get("runs-on").ifPresent(value -> scalars(value, found));
          scalars(job.matrix(), found);
        }
        case ACTION -> {
          text(job.body(), "uses", found);
          job.steps().forEach(step -> text(step, "uses", found));
        }
        case IMAGE -> {
          image(job.body().get("container"), found);
          job.body()
              .sub("services")
              .entries()
              .values()
              .forEach(service -> image(Optional.of(service), found));
        }
      }
    }
    return found;
  }

  private static void image(Optional<Yaml> container, List<Scalar> found) {
    container.flatMap(Yaml::scalar).ifPresent(found::add);
    container.flatMap(Yaml::mapping).ifPresent(mapping -> text(mapping, "image", found));
  }

  private static void text(Mapping in, String name, List<Scalar> found) {
    in.get(name).flatMap(Yaml::scalar).ifPresent(found::add);
  }

  private static void scalars(Yaml value, List<Scalar> found) {
    value.scalar().ifPresent(found::add);
    value.sequence().ifPresent(s -> s.items().forEach(item -> scalars(item, found)));
    value.mapping().ifPresent(m -> m.entries().values().forEach(item -> scalars(item, found)));
  }
}
