package io.github.cicdmonitor.effects;

import io.github.cicdmonitor.error.MonitorException;

/**
 * What has to happen between a durable intent and its effect, such as a copy of the state file to a
 * place that outlives this machine.
 */
@FunctionalInterface
public interface BeforeEffects {
  BeforeEffects NOTHING = () -> {};

  /**
   * Called before each effect, with its intent in the state file and no transaction open.
   *
   * @throws MonitorException of kind STATE: then neither this effect nor any later one is sent
   */
  void keep();
}
