package io.github.cicdmonitor.reports;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The form of one line of a tool's output.
 *
 * <p>Not a record: the pattern is compiled when a line first holds one of the literals, because most
 * runs meet only a few of the tools.
 */
final class LineForm {
  /** What a line of this form tells. */
  enum Role {
    /** The counts of the whole run. */
    SUMMARY(Reports.COUNTS),
    /** Counts beside the summary, or counts that any tool could have written. Never a reason. */
    COUNT(0),
    /** Counts of something coarser or of a part; used where no summary is at hand. */
    PART(58),
    /** A failed test, finding, diagnostic. */
    ITEM(76),
    /** An item if a place follows that is this tool's. */
    TENTATIVE(0),
    /** An item where there is no better one, and only while the tool is speaking. */
    WITHIN(0),
    /** An item where there is no better one: a file or suite with failures. Sets the file, too. */
    FALLBACK(66),
    /** Names the file that the items after it belong to, or only shows that the tool speaks. */
    FILE(0),
    /** Names the file and line of the item before it, or of the item it names. */
    AT(0),
    /** Names the file and line of the item after it. */
    AHEAD(0),
    /** Shows that the tool failed, nothing else. */
    TITLE(50);

    private final int weight;

    Role(int weight) {
      this.weight = weight;
    }

    /** Whether such a line shows that the tool speaks, rather than any other one. */
    boolean isTelling() {
      return switch (this) {
        case SUMMARY, PART, ITEM, FALLBACK, FILE, TITLE -> true;
        default -> false;
      };
    }

    /** What a line of this role is worth to the excerpt if its shape says nothing else. */
    int weight() {
      return weight;
    }
  }

  private final Role role;
  private final List<String> literals;
  private final String regex;
  private final Opening opening;
  private final int weight;
  private volatile @Nullable Pattern pattern;

  /**
   * @param literals lower case, at least two bytes each: a line of this form holds one of them,
   *     whatever its case; none where it is looked at only after another line of the tool
   * @param regex RE2, matched against the whole line without the blanks around it
   * @param weight 0, or 40 to 95
   */
  LineForm(Role role, List<String> literals, String regex, int weight) {
    this.role = role;
    this.literals = List.copyOf(literals);
    this.regex = regex;
    this.opening = Opening.of(regex);
    this.weight = weight;
  }

  Role role() {
    return role;
  }

  List<String> literals() {
    return literals;
  }

  int weight() {
    return weight;
  }

  /** What the groups caught, empty where the line has another form. */
  Optional<Groups> match(String line) {
    if (!opening.fits(line)) {
      return Optional.empty();
    }
    Pattern compiled = pattern;
    if (compiled == null) {
      compiled = Pattern.compile(regex);
      pattern = compiled;
    }
    Matcher matcher = compiled.matcher(line);
    return matcher.matches() ? Optional.of(Groups.of(compiled, matcher)) : Optional.empty();
  }

  @Override
  public String toString() {
    return role + " " + regex;
  }
}
