package io.github.cicdmonitor.rules;

import com.google.re2j.Matcher;
import io.github.cicdmonitor.fixes.OperatorFix;
import io.github.cicdmonitor.logs.Wrappers;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.StepRole;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A known kind of failure and how one line of a log shows it.
 *
 * @param transientFault whether the same commit may pass when run again
 * @param literals one of them must occur in the line; lower case, at least three characters
 * @param pattern what the line must look like; searched, linear time
 * @param not what the same line must not look like
 * @param with what some line of the excerpt must look like
 * @param unless what no line of the excerpt may look like
 * @param roles commands for which the rule speaks; empty for all
 * @param notRoles commands in whose output the line means something else
 * @param cause one sentence; {@code {1}} stands for what the pattern's first group caught
 * @param advice one sentence: what to do
 * @param confidence of an answer that rests on this rule alone
 * @param remediation {@code NONE} or {@code RERUN}
 * @param fix what the operator wants done, see {@link OperatorFix}
 * @param matches lines that the rule must catch
 * @param misses lines that it must not
 */
public record Rule(
    String id,
    Category category,
    boolean transientFault,
    List<String> literals,
    LinePattern pattern,
    Optional<LinePattern> not,
    Optional<LinePattern> with,
    Optional<LinePattern> unless,
    Set<StepRole> roles,
    Set<StepRole> notRoles,
    String cause,
    String advice,
    double confidence,
    Remediation.Kind remediation,
    Optional<OperatorFix> fix,
    List<String> matches,
    List<String> misses) {
  private static final int LONGEST_CAPTURE = 160;

  public Rule {
    literals = List.copyOf(literals);
    roles = Set.copyOf(roles);
    notRoles = Set.copyOf(notRoles);
    matches = List.copyOf(matches);
    misses = List.copyOf(misses);
  }

  /**
   * Whether the line alone fits.
   *
   * @param layers the line with and without what stands before its message, see {@link Wrappers}
   */
  public boolean fits(List<String> layers) {
    if (layers.isEmpty()) {
      return false;
    }
    String lower = layers.get(0).toLowerCase(Locale.ROOT);
    return literals.stream().anyMatch(lower::contains) && looksLike(layers);
  }

  /** Pattern and {@code not}, for a line that is known to hold a literal. */
  boolean looksLike(List<String> layers) {
    return layer(layers).isPresent();
  }

  /** The outermost layer that the pattern fits; what is not anchored looks through all at once. */
  private Optional<String> layer(List<String> layers) {
    int looked = pattern.isAnchored() ? layers.size() : Math.min(1, layers.size());
    for (String layer : layers.subList(0, looked)) {
      if (pattern.in(layer)) {
        boolean other = not.isPresent() && (not.get().in(layer) || not.get().in(layers.get(0)));
        return other ? Optional.empty() : Optional.of(layer);
      }
    }
    return Optional.empty();
  }

  /** The sentence for a line that fits, with what the pattern caught filled in. */
  public String causeFor(List<String> layers) {
    Optional<String> layer = layer(layers);
    if (layer.isEmpty()) {
      return cause;
    }
    Matcher matcher = pattern.matcher(layer.get());
    matcher.find();
    String filled = cause;
    for (int group = 1; group <= 2; group++) {
      filled = filled.replace("{" + group + "}", captured(matcher, group));
    }
    return filled.replaceAll("\\s*(?::|\\(\\s*\\)|,)\\s*$", "").strip();
  }

  /** The group itself, or for {@code {1}} the first of the groups that caught something. */
  private static String captured(Matcher matcher, int wanted) {
    for (int group = wanted; group <= matcher.groupCount(); group++) {
      if (matcher.group(group) != null) {
        String text = matcher.group(group).strip();
        return text.length() > LONGEST_CAPTURE ? text.substring(0, LONGEST_CAPTURE) + "…" : text;
      }
      if (wanted == 2) {
        break;
      }
    }
    return "";
  }
}
