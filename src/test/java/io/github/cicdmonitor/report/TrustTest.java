package io.github.cicdmonitor.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.model.FixFate;
import io.github.cicdmonitor.report.Trust.By;
import io.github.cicdmonitor.report.Trust.Row;
import io.github.cicdmonitor.store.FixRecords.FixRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class TrustTest {
  private static FixRecord ofModel(int daysAgo, FixFate fate, int risk, double confidence) {
    return new FixRecord(
        1,
        Samples.NOW.minus(Duration.ofDays(daysAgo)),
        fate,
        OptionalInt.of(risk),
        OptionalDouble.of(confidence),
        Optional.of("m/one"),
        Optional.empty(),
        Optional.empty());
  }

  private static final List<FixRecord> HISTORY = List.of(
      ofModel(1, FixFate.UNDER_WAY, 9, 0.1),
      ofModel(2, FixFate.MERGED, 2, 0.9),
      ofModel(3, FixFate.CLOSED, 4, 0.8),
      ofModel(4, FixFate.MERGED, 3, 0.7),
      ofModel(40, FixFate.RED, 3, 0.7));

  @Test
  void what_was_predicted_stands_against_what_became_of_it() {
    Trust trust = Trust.of(HISTORY, Samples.SINCE);

    Row model = trust.of(By.MODEL).get(0);
    assertThat(model.merged()).isEqualTo(new Proportion(2, 3));
    assertThat(model.confidence().orElseThrow()).isCloseTo(0.8, within(1e-9));
    assertThat(model.risk().orElseThrow()).isEqualTo(3);
    assertThat(trust.of(By.RISK))
        .extracting(Row::name)
        .containsExactly("0 to 2", "3 and 4", "7 to 10");
    assertThat(trust.of(By.CONFIDENCE))
        .extracting(Row::name)
        .containsExactly("below 0.5", "0.7 to 0.8", "0.8 to 0.9", "0.9 to 1.0");
    assertThat(TrustTables.text(trust))
        .contains(
            "model m/one            2 of 3, 67 % (21 to 94); predicted 80 %, risk 3.0\n",
            "a person decides on its fixes: 1 closed, 1 under way\n");
  }

  @Test
  void the_right_to_act_rests_on_the_last_ten_not_on_the_span_that_is_shown() {
    assertThat(Trust.of(HISTORY, Samples.SINCE).of(By.MODEL).get(0).asks()).isTrue();
    List<FixRecord> better = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      better.add(ofModel(0, FixFate.MERGED, 1, 0.9));
    }
    better.addAll(HISTORY);

    assertThat(Trust.of(better, Samples.SINCE).of(By.MODEL).get(0).asks()).isFalse();
  }

  @Test
  void json_has_every_fate_and_nulls_for_what_is_not_known() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();

    TrustTables.addTo(root, Trust.of(HISTORY.subList(0, 1), Samples.SINCE));

    assertThat(root.at("/trust/0").toString())
        .isEqualTo(
            "{\"by\":\"model\",\"name\":\"m/one\",\"settled\":0,\"under_way\":1,\"merged\":0,"
                + "\"edited\":0,\"closed\":0,\"red\":0,\"came_back\":0,\"red_after_merge\":0,"
                + "\"reverted\":0,\"withdrawn\":0,"
                + "\"predicted\":{\"confidence\":null,\"risk\":null},"
                + "\"merged_share\":{\"value\":null,\"low\":null,\"high\":null},\"asks\":false}");
  }

  @Property(tries = 100)
  void each_fix_counts_once_in_the_bands_and_once_for_its_model(
      @ForAll("records") List<FixRecord> records) {
    Trust trust = Trust.of(records, Samples.SINCE);

    for (By by : List.of(By.RISK, By.CONFIDENCE, By.MODEL)) {
      assertThat(trust.of(by).stream()
              .flatMap(row -> row.fates().values().stream())
              .mapToLong(Long::longValue)
              .sum())
          .isEqualTo(records.size());
    }
    assertThat(trust.of(By.RECIPE)).isEmpty();
  }

  @Provide
  Arbitrary<List<FixRecord>> records() {
    return Combinators.combine(
            Arbitraries.of(FixFate.values()),
            Arbitraries.integers().between(0, 10),
            Arbitraries.doubles().between(0, 1))
        .as((fate, risk, confidence) -> ofModel(1, fate, risk, confidence))
        .list()
        .ofMaxSize(20);
  }
}
