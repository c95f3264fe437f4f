package io.github.cicdmonitor.notify;

import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Effects;
import io.github.cicdmonitor.store.Troubles;
import io.github.cicdmonitor.store.Troubles.Trouble;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells people, once, of what could not be worked on for more than a day. */
public final class TroubleNotices {
  private final Database database;
  private final NoticeWriter writer;
  private final Troubles troubles;
  private final Notices notices;

  public TroubleNotices(Database database, NoticeWriter writer) {
    this.database = database;
    this.writer = writer;
    this.troubles = new Troubles(database);
    this.notices = new Notices(new Effects(database));
  }

  /** Plans one message for each cause. */
  public void plan() {
    Instant latest = database.clock().instant().minus(Troubles.LONG);
    Map<String, List<Trouble>> byCause = new LinkedHashMap<>();
    for (Trouble trouble : troubles.all()) {
      if (trouble.toldAt().isEmpty() && !trouble.since().isAfter(latest)) {
        byCause.computeIfAbsent(trouble.why(), why -> new ArrayList<>()).add(trouble);
      }
    }
    byCause.values().forEach(this::plan);
  }

  private void plan(List<Trouble> sameCause) {
    database.change(in -> {
      notices.plan(in, Optional.empty(), writer.trouble(sameCause));
      sameCause.forEach(trouble -> troubles.told(in, trouble));
    });
  }
}
