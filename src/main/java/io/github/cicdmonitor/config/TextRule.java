package io.github.cicdmonitor.config;

import io.github.cicdmonitor.model.RepositoryName;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a text of the config file must look like, and how that is said to the user. */
record TextRule(String words, Predicate<String> fits) {
  static final TextRule OWNER = new TextRule(
      "the owner's login on GitHub (letters, digits, -; at most 39)", RepositoryName::isOwner);
  static final TextRule REPOSITORY = new TextRule(
      "the repository's name without its owner (letters, digits, . _ -; at most 100)",
      RepositoryName::isName);
  static final TextRule REPOSITORY_PATTERN =
      new TextRule("owner/name or owner/*", TextRule::isRepositoryPattern);
  static final TextRule BRANCH = new TextRule(
      "a branch name or a glob such as release/* (without refs/heads/)", TextRule::isBranch);
  static final TextRule BRANCH_PREFIX = new TextRule(
      "the beginning of a branch name, ending in / or -, such as cicd-monitor/",
      TextRule::isBranchPrefix);
  static final TextRule CHANNEL =
      matching("a channel as #name, or its id", "#?[\\p{L}\\p{N}_.-]{1,80}");
  static final TextRule SLACK_USER =
      matching("a Slack member id such as U0123456789", "[UW][A-Z0-9]{2,30}");
  static final TextRule REACTION = matching(
      "the name of a reaction without colons, such as white_check_mark",
      "[a-z0-9_+'-]{1,100}(::skin-tone-[2-6])?");
  static final TextRule LOGIN =
      matching("a GitHub login", "[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\\[bot\\])?");
  static final TextRule MODEL = matching("a model's name such as openai/gpt-4o", "[!-~]{1,200}");
  static final TextRule GATEWAY = matching(
      "one of openrouter, openai, azure, github, local, other, or null",
      "openrouter|openai|azure|github|local|other");
  static final TextRule API_VERSION = matching(
      "a version of Azure's interface such as 2024-10-21",
      "[0-9]{4}-[0-9]{2}-[0-9]{2}(-preview)?|preview|v1|latest");
  static final TextRule LABEL = new TextRule(
      "a label of 1 to 50 characters",
      text ->
          text.length() <= 50 && !text.isBlank() && text.strip().equals(text) && isPrintable(text));
  static final TextRule FILE =
      new TextRule("the name of a file", text -> !text.isBlank() && isPrintable(text));
  static final TextRule PROGRAM = matching(
      "a program's name or path, not an option and not *", "[A-Za-z0-9/._][A-Za-z0-9/._+-]{0,199}");
  static final TextRule ARGUMENT = new TextRule(
      "an argument on one line, or * for any one argument",
      text -> !text.isEmpty() && text.length() <= 1000 && isPrintable(text));
  static final TextRule PATH_GLOB = new TextRule(
      "a glob below the repository's root, such as infra/** or **/*.tf", TextRule::isPathGlob);

  /** What git refuses in a name of a branch, or what would be read as an option. */
  private static final Pattern NOT_IN_A_REF =
      Pattern.compile("[\\x00-\\x20\\x7f~^:?\\[\\\\]|\\.\\.|//|@\\{");

  private static TextRule matching(String words, String regex) {
    return new TextRule(words, Pattern.compile(regex).asMatchPredicate());
  }

  private static boolean isRepositoryPattern(String text) {
    return RepositoryName.parse(text).isPresent()
        || (text.endsWith("/*") && RepositoryName.isOwner(text.substring(0, text.length() - 2)));
  }

  private static boolean isBranch(String text) {
    return !text.isEmpty()
        && text.length() <= 244
        && isPrintable(text)
        && !text.startsWith("-")
        && !text.startsWith("/")
        && !text.startsWith("refs/")
        && !text.endsWith("/")
        && !text.endsWith(".lock")
        && !NOT_IN_A_REF.matcher(text).find();
  }

  private static boolean isBranchPrefix(String text) {
    return text.matches("[A-Za-z0-9][A-Za-z0-9._/-]{0,98}[/-]")
        && !text.startsWith("refs/")
        && !text.contains("/.")
        && !text.contains("./")
        && !text.contains(".lock/")
        && !NOT_IN_A_REF.matcher(text).find();
  }

  private static boolean isPathGlob(String text) {
    return !text.isBlank()
        && text.length() <= 300
        && isPrintable(text)
        && !text.startsWith("/")
        && !text.startsWith("!")
        && !text.contains("\\")
        && !("/" + text + "/").contains("/../");
  }

  private static boolean isPrintable(String text) {
    return text.codePoints().allMatch(Mistakes::isPlain);
  }
}
