package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.check.CheckReport;
import io.github.cicdmonitor.check.NetworkUse;
import io.github.cicdmonitor.check.SetUpChecks;
import io.github.cicdmonitor.check.StateFacts;
import io.github.cicdmonitor.config.InvalidConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Is the set-up right? Changes nothing, but what a person accepts. */
final class CheckCommand implements Callable<Integer> {
  private final World world;

  private final CommonOptions common;
  private boolean offline;
  private boolean configOnly;
  private List<String> accepted = new ArrayList<>();
  private final Syntax syntax;

  CheckCommand(World world, Syntax syntax) {
    this.world = world;
    this.syntax = syntax;
    syntax
        .header("Check the configuration, the state file and every service. Changes nothing.")
        .flag("--offline", "contact nobody", given -> offline = given)
        .flag("--config-only", "check the configuration only", given -> configOnly = given)
        .texts(
            "--accept-identity OWNER/NAME",
            "accept that another repository has this name now; may be repeated",
            given -> accepted = given);
    common = new CommonOptions(syntax);
  }

  @Override
  public Integer call() {
    if (!accepted.isEmpty()) {
      return accept();
    }
    Session session;
    try {
      session = Session.open(world, common);
    } catch (InvalidConfiguration e) {
      if (common.json) {
        world
            .out()
            .print(JsonOutput.document(
                SetUpChecks.refused(common.config().orElse("config.json"), e.lines())
                    .json()));
      }
      throw e;
    }
    try (Services services = new Services(session, Duration.ofSeconds(10))) {
      NetworkUse reach = offline ? NetworkUse.OFFLINE : NetworkUse.ONLINE;
      CheckReport report = report(session, new ServiceProbes(services, session.settings(), reach));
      if (session.json()) {
        session.printJson(report.json());
      } else {
        (session.quiet() ? report.failing() : report)
            .text()
            .lines()
            .forEach(line -> session.print(session.showLine(line)));
      }
      return (report.holds() ? ExitCode.DONE : ExitCode.PARTLY).code();
    }
  }

  private int accept() {
    if (offline || configOnly) {
      throw syntax.mistake("--accept-identity goes with neither --offline nor --config-only");
    }
    Session session = Session.open(world, common);
    try (Services services = new Services(session, Duration.ofSeconds(10))) {
      return new IdentityAcceptance(session, services).accept(accepted).code();
    }
  }

  private CheckReport report(Session session, ServiceProbes probes) {
    return configOnly
        ? SetUpChecks.configuration(session.settings(), probes)
        : SetUpChecks.check(
            session.settings(),
            StateFacts.of(session.place(), world.clock()),
            probes,
            world.clock().instant());
  }
}
