package io.github.cicdmonitor.evaluate;

import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Excerpt;
import java.util.Optional;
import java.util.OptionalDouble;

/** Whoever is evaluated. */
interface Subject {
  String name();

  Answer answer(Task task);

  /**
   * @param pair where a fix is wanted too
   * @param byRules what the rules say, with the catalogue's fix where one applies
   */
  record Task(String id, Excerpt excerpt, Optional<Corpus.FixPair> pair, Diagnosis byRules) {}

  /**
   * @param diagnosis empty where there was no usable answer
   * @param why there was none
   * @param costUsd empty where nobody says
   */
  record Answer(
      Optional<Diagnosis> diagnosis, String why, OptionalDouble costUsd, long milliseconds) {}
}
