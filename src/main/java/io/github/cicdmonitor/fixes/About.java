package io.github.cicdmonitor.fixes;

import com.google.re2j.Pattern;
import io.github.cicdmonitor.model.Category;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is known of a kind of fix before a file is read.
 *
 * @param name short, lower case with hyphens; shown to people and kept in the state
 * @param title what it does, for the manual: one line, starting with a verb
 * @param category what kind of trouble it mends
 * @param triggers what a line of a log looks like that asks for it; searched. Empty: it is only
 *     recognised
 * @param surroundings what has to be understood of the job around it
 * @param traits what else holds
 */
public record About(
    String name,
    String title,
    Category category,
    List<Pattern> triggers,
    Surroundings surroundings,
    Set<Trait> traits) {
  /** What holds of some kinds of fix. */
  public enum Trait {
    /**
     * Code runs afterwards that did not run before (another version of an action, a tool, a package):
     * it asks a person where secrets or rights are at hand.
     */
    NEW_CODE,
    /**
     * Another version of a language, a tool or a system makes what a job makes: it asks a person where
     * the job may bring it to others. New code does that in any case.
     */
    OTHER_BUILD,
    /** New code that adds no more to the risk than another value does. */
    SMALL_STEP,
    /** It has to know on which runner images the job failed and last passed. */
    NEEDS_IMAGES
  }

  public About {
    triggers = List.copyOf(triggers);
    traits = Set.copyOf(traits);
  }

  /** Of the configuration, never asked for by a log, in a job of which every word counts. */
  static About of(String name, String title) {
    return new About(
        name, title, Category.CI_CONFIGURATION, List.of(), Surroundings.KNOWN, Set.of());
  }

  About mending(Category other) {
    return new About(name, title, other, triggers, surroundings, traits);
  }

  About askedBy(String... patterns) {
    List<Pattern> compiled = Arrays.stream(patterns).map(Pattern::compile).toList();
    return new About(name, title, category, compiled, surroundings, traits);
  }

  About within(Surroundings other) {
    return new About(name, title, category, triggers, other, traits);
  }

  About with(Trait... others) {
    return new About(name, title, category, triggers, surroundings, Set.of(others));
  }

  /** The same where no code runs afterwards that nobody chose before. */
  About withoutNewCode() {
    return with(Stream.of(Trait.NEEDS_IMAGES).filter(traits::contains).toArray(Trait[]::new));
  }

  public boolean newCode() {
    return traits.contains(Trait.NEW_CODE);
  }

  public boolean changesWhatBuilds() {
    return newCode() || traits.contains(Trait.OTHER_BUILD);
  }

  public boolean needsImages() {
    return traits.contains(Trait.NEEDS_IMAGES);
  }

  /** What one such difference adds to the risk: 1, or 2 where more than a value changes. */
  public int points() {
    return newCode() && !traits.contains(Trait.SMALL_STEP) ? 2 : 1;
  }
}
