package io.github.cicdmonitor.diagnose;

import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.StepRole;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * How well a kind of failure fits the command whose output tells of it. A connection that a test's
 * output calls refused is mostly the test's own; a compiler's word in a deployment is mostly noise.
 */
final class RoleFit {
  private static final Map<StepRole, Map<Category, Double>> FIT = new EnumMap<>(StepRole.class);

  /** In the order of {@link Category}: what is added to a hit's score. */
  private static void row(StepRole role, double... fits) {
    Map<Category, Double> row = new EnumMap<>(Category.class);
    int column = 0;
    for (Category category : Category.values()) {
      row.put(category, fits[column++]);
    }
    FIT.put(role, row);
  }

  static {
    // infrastructure, ci_configuration, dependency, timeout, environment, docker_kubernetes,
    // code_bug, test_failure, lint, compilation, logic_error
    row(StepRole.CHECKOUT, .04, .04, -.05, 0, 0, -.1, -.2, -.25, -.2, -.25, -.25);
    row(StepRole.SETUP, .02, .03, 0, 0, .04, 0, -.2, -.25, -.2, -.15, -.25);
    row(StepRole.RESTORE, .02, 0, .05, 0, .02, -.05, -.12, -.25, -.2, -.08, -.25);
    row(StepRole.BUILD, -.02, -.02, 0, 0, 0, -.04, -.02, -.12, -.03, .04, -.15);
    row(StepRole.LINT, -.05, -.04, -.02, -.02, -.02, -.08, -.05, -.12, .05, 0, -.2);
    row(StepRole.TEST, -.14, -.18, -.05, -.03, -.1, -.14, -.02, .04, -.08, 0, .04);
    row(StepRole.PACKAGE, 0, .04, 0, 0, .02, -.05, -.06, -.2, -.12, -.06, -.2);
    row(StepRole.PUBLISH, 0, .05, -.03, 0, -.02, 0, -.15, -.2, -.15, -.12, -.2);
    row(StepRole.DEPLOY, .01, .03, -.02, .01, .01, .01, -.08, -.2, -.15, -.08, -.2);
    row(StepRole.CONTAINER, 0, 0, 0, 0, 0, .04, -.05, -.12, -.1, -.03, -.12);
    row(StepRole.CLUSTER, 0, .01, -.05, .01, 0, .05, -.1, -.12, -.1, -.12, -.15);
    row(StepRole.POLICY, 0, .06, 0, 0, -.03, -.1, -.12, -.2, 0, -.2, -.25);
    row(StepRole.ARTIFACT, .03, .04, -.1, 0, -.05, -.1, -.15, -.15, -.1, -.2, -.2);
    row(StepRole.CLEANUP, 0, .02, -.1, 0, -.05, 0, -.1, -.15, -.15, -.15, -.2);
    row(StepRole.SCRIPT, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  private RoleFit() {}

  /** The best fit among what the command is there for; 0 where nothing is known of it. */
  static double of(Set<StepRole> roles, Category category) {
    return roles.stream()
        .mapToDouble(role -> FIT.getOrDefault(role, Map.of()).getOrDefault(category, 0.0))
        .max()
        .orElse(0);
  }
}
