package io.github.cicdmonitor.scan;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.github.cicdmonitor.model.RepositoryName;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a commit's message takes back: the commit ids that {@code git revert} and the footer of
 * Conventional Commits name, the pull request that GitHub's button names, or where neither stands,
 * the title that is quoted. What is taken back in part only does not count.
 *
 * @param commits ids, maybe cut to seven digits or more
 * @param pulls numbers of pull requests of the same repository
 * @param titles only where nothing else says it
 * @param ownPull by which it landed, as merging and squashing write it
 * @param ownTitles of itself, without that number
 */
record RevertMessage(
    Set<String> commits,
    Set<Long> pulls,
    Set<String> titles,
    Optional<Long> ownPull,
    Set<String> ownTitles) {
  private static final String VERB =
      "(?i)\\b(partial(?:ly)? )?(?:reverts?|reverting|reverted|backs? out|backed out|backing out) ";
  private static final String IDS = "((?:[0-9a-f]{7,40}\\b[,\\s]*(?:and\\s+)?)+)";
  private static final Pattern COMMITS =
      Pattern.compile(VERB + "(?:commits?|changesets?|revisions?) " + IDS);
  private static final Pattern REFS = Pattern.compile("(?im)^(partial )?refs?: " + IDS);
  private static final Pattern ID = Pattern.compile("(?i)\\b[0-9a-f]{7,40}\\b");
  private static final Pattern PULL = Pattern.compile(VERB + "(?:pull request |pr )?"
      + "(?:https?://[^/\\s]+/)?([\\w.-]+/[\\w.-]+)?(?:#|/pull/)([0-9]{1,9})\\b");
  private static final Pattern QUOTED =
      Pattern.compile("(?i)^(?:revert|back(?:ed)? out) [\"\u201c](.*)[\"\u201d]$");
  private static final Pattern REAPPLIED =
      Pattern.compile("(?i)^reapply [\"\u201c](.*)[\"\u201d]$");
  private static final Pattern CONVENTIONAL =
      Pattern.compile("(?i)^revert(?:\\([^)]*\\))?!?: (.+)$");
  private static final Pattern SQUASHED = Pattern.compile("^(.*) \\(#([0-9]{1,9})\\)$");
  private static final Pattern MERGED = Pattern.compile("^Merge pull request #([0-9]{1,9}) ");
  private static final int MOST_CHARACTERS = 20_000;

  static RevertMessage of(String whole, RepositoryName repository) {
    String message = whole.length() > MOST_CHARACTERS ? whole.substring(0, MOST_CHARACTERS) : whole;
    List<String> lines =
        message.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    String subject = lines.isEmpty() ? "" : lines.get(0);
    Matcher merged = MERGED.matcher(subject);
    boolean merge = merged.find();
    // A merge says the pull request's title in the line below.
    String title = !merge ? subject : lines.size() > 1 ? lines.get(1) : "";
    Matcher squashed = SQUASHED.matcher(title);
    Optional<Long> pull = merge
        ? Optional.of(Long.parseLong(merged.group(1)))
        : squashed.matches() ? Optional.of(Long.parseLong(squashed.group(2))) : Optional.empty();
    Set<String> titles = new HashSet<>(List.of(subject, title, plain(title)));
    titles.remove("");

    Optional<String> quoted = quoted(plain(title));
    Set<String> commits = ids(COMMITS, message);
    if (quoted.isPresent()) {
      commits.addAll(ids(REFS, message));
    }
    Set<Long> pulls = pulls(message, repository);
    boolean named = !commits.isEmpty() || !pulls.isEmpty();
    return new RevertMessage(
        commits, pulls, named ? Set.of() : quoted.map(Set::of).orElse(Set.of()), pull, titles);
  }

  private static String plain(String title) {
    Matcher squashed = SQUASHED.matcher(title);
    return squashed.matches() ? squashed.group(1) : title;
  }

  private static Set<String> ids(Pattern pattern, String message) {
    Set<String> ids = new HashSet<>();
    Matcher named = pattern.matcher(message);
    while (named.find()) {
      boolean partial = named.group(1) != null;
      Matcher each = ID.matcher(named.group(2));
      while (!partial && each.find()) {
        ids.add(each.group().toLowerCase(Locale.ROOT));
      }
    }
    return ids;
  }

  private static Set<Long> pulls(String message, RepositoryName repository) {
    Set<Long> pulls = new HashSet<>();
    Matcher named = PULL.matcher(message);
    while (named.find()) {
      boolean ours =
          named.group(2) == null || named.group(2).equalsIgnoreCase(repository.toString());
      if (ours && named.group(1) == null) {
        pulls.add(Long.parseLong(named.group(3)));
      }
    }
    return pulls;
  }

  private static Optional<String> quoted(String title) {
    Matcher quoted = QUOTED.matcher(title);
    if (quoted.matches()) {
      return Optional.of(plain(quoted.group(1)));
    }
    Matcher reapplied = REAPPLIED.matcher(title);
    if (reapplied.matches()) {
      return Optional.of("Revert \"" + plain(reapplied.group(1)) + "\"");
    }
    Matcher conventional = CONVENTIONAL.matcher(title);
    return conventional.matches() ? Optional.of(plain(conventional.group(1))) : Optional.empty();
  }
}
