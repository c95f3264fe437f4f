package io.github.cicdmonitor.fixes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.cicdmonitor.workflow.ActionRef;
import io.github.cicdmonitor.workflow.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Section {@code actions}. An action is named {@code owner/name}; a path behind it is ignored, and
 * upper and lower case are the same, as on GitHub.
 */
public final class ActionFacts {
  private final FactTree tree;

  ActionFacts(FactTree tree) {
    this.tree = tree;
  }

  /** All actions in the table. */
  public List<String> known() {
    return FactTree.keys(table("actions"));
  }

  /** The majors N for which a tag {@code vN} exists, in order; empty if the action is not known. */
  public List<Integer> majors(String action) {
    return FactTree.numbers(entry(action).path("majors"));
  }

  /** Whether GitHub refuses to run that major. */
  public boolean isShut(String action, int major) {
    return FactTree.numbers(entry(action).path("shut")).contains(major);
  }

  /** The lowest major that still runs; present if some majors are shut down. */
  public OptionalInt lowestWorking(String action) {
    JsonNode lowest = entry(action).path("lowest");
    return lowest.isInt() ? OptionalInt.of(lowest.intValue()) : OptionalInt.empty();
  }

  /** The major that GitHub names in place of those it shut down; else the lowest that still runs. */
  public OptionalInt replacement(String action) {
    JsonNode named = entry(action).path("replacement");
    return named.isInt() ? OptionalInt.of(named.intValue()) : lowestWorking(action);
  }

  /** The lowest release of a major that still runs, such as {@code 4.2.0}; older pins are refused. */
  public Optional<String> lowestRelease(String action, int major) {
    return FactTree.text(entry(action).path("lowest_releases"), Integer.toString(major));
  }

  /** Whether GitHub refuses to run it: its major, or a release of it that is too old. */
  boolean refuses(ActionRef action) {
    int major = Version.majorsBetween("v0", action.ref());
    String release = action.ref().replaceFirst("^v", "");
    return isShut(action.name(), major)
        || (action.ref().contains(".")
            && lowestRelease(action.name(), major)
                .map(lowest -> Version.step(release, lowest))
                .filter(step -> step != Version.Step.DOWN && step != Version.Step.SAME)
                .isPresent());
  }

  /** The other actions of which all uses in a repository must move when this one leaves a shut major. */
  public List<String> movesWith(String action) {
    String wanted = ownerAndName(action);
    List<String> others = new ArrayList<>();
    for (JsonNode group : table("groups")) {
      List<String> names = FactTree.texts(group);
      if (names.contains(wanted)) {
        names.stream().filter(name -> !name.equals(wanted)).forEach(others::add);
      }
    }
    return List.copyOf(others);
  }

  /** The action that installs a tool, by the tool's command such as {@code terraform}. */
  public Optional<SetupAction> setupAction(String command) {
    JsonNode entry = table("setup_actions").path(command);
    return FactTree.text(entry, "action")
        .map(action -> new SetupAction(
            action,
            entry.path("official").booleanValue(),
            FactTree.text(entry, "release")
                .map(tag -> new SetupAction.Release(tag, entry.path("commit").asText()))));
  }

  /** Whether an action, with its path, is what the owner of some tool offers to install it. */
  public boolean isOfficialSetup(String action) {
    return installedCommands().stream()
        .flatMap(command -> setupAction(command).stream())
        .anyMatch(setup -> setup.official() && setup.action().equalsIgnoreCase(action));
  }

  /** The commands for which {@link #setupAction} has an answer. */
  public List<String> installedCommands() {
    return FactTree.keys(table("setup_actions"));
  }

  private JsonNode table(String name) {
    return tree.table(FactsSection.ACTIONS, name);
  }

  private JsonNode entry(String action) {
    String wanted = ownerAndName(action);
    return known().stream()
        .filter(name -> name.toLowerCase(Locale.ROOT).equals(wanted))
        .findFirst()
        .map(name -> table("actions").path(name))
        .orElse(MissingNode.getInstance());
  }

  private static String ownerAndName(String action) {
    String[] parts = action.toLowerCase(Locale.ROOT).split("/", 3);
    return parts.length < 2 ? action : parts[0] + "/" + parts[1];
  }
}
