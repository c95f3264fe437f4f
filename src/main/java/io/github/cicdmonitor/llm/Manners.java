package io.github.cicdmonitor.llm;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers in which manner a model took a question. Losing it costs a refused request or two. */
public interface Manners {
  /** Empty where the model has not been asked, or not for so long that it may have learnt more. */
  Optional<Manner> find(String gateway, String model);

  void keep(String gateway, String model, Manner manner);

  /** For this run only. */
  static Manners inMemory() {
    Map<String, Manner> known = new ConcurrentHashMap<>();
    return new Manners() {
      @Override
      public Optional<Manner> find(String gateway, String model) {
        return Optional.ofNullable(known.get(gateway + " " + model));
      }

      @Override
      public void keep(String gateway, String model, Manner manner) {
        known.put(gateway + " " + model, manner);
      }
    };
  }
}
