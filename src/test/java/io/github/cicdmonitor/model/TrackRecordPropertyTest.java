package io.github.cicdmonitor.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class TrackRecordPropertyTest {
  private static TrackRecord record(List<FixFate> fates) {
    return new TrackRecord("the recipe x", fates);
  }

  private static List<FixFate> before(FixFate newest, List<FixFate> fates) {
    List<FixFate> more = new ArrayList<>(List.of(newest));
    more.addAll(fates);
    return more;
  }

  @Property(tries = 300)
  void one_refusal_more_never_mends_a_record(@ForAll @Size(max = 25) List<FixFate> fates) {
    TrackRecord later = record(before(FixFate.CLOSED, fates));

    assertThat(later.isPoor() || !record(fates).isPoor()).isTrue();
    assertThat(record(before(FixFate.RED, before(FixFate.CAME_BACK, fates))).isPoor())
        .isTrue();
  }

  @Property(tries = 100)
  void one_refusal_may_be_chance(@ForAll FixFate fate) {
    List<FixFate> merged = List.of(FixFate.MERGED, FixFate.EDITED);

    assertThat(record(before(fate, merged)).isPoor()).isFalse();
    assertThat(record(before(fate, before(fate, merged))).isPoor()).isEqualTo(fate.isRefused());
  }

  @Property(tries = 300)
  void what_is_not_settled_changes_nothing(@ForAll @Size(max = 25) List<FixFate> fates) {
    assertThat(record(before(FixFate.UNDER_WAY, before(FixFate.WITHDRAWN, fates))))
        .isEqualTo(record(fates));
  }

  @Property(tries = 300)
  void ten_that_were_merged_or_edited_are_a_good_record_whatever_came_before(
      @ForAll @Size(max = 25) List<FixFate> fates) {
    List<FixFate> more = fates;
    for (int i = 0; i < TrackRecord.WINDOW; i++) {
      more = before(i % 2 == 0 ? FixFate.MERGED : FixFate.EDITED, more);
    }

    assertThat(record(more).isPoor()).isFalse();
    assertThat(record(more).refused()).isZero();
  }
}
