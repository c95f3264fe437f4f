package io.github.cicdmonitor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

final class TicketPropertyTest {
  private static final String DIGEST = "7f3a9c1e".repeat(8);

  @Property
  void what_is_printed_is_read_back(@ForAll @LongRange(min = 1) long incident) {
    Ticket ticket = new Ticket(incident, Optional.of(DIGEST.substring(0, 8)));
    if (incident < 1_000_000_000_000_000_000L) {
      assertThat(Ticket.parse(ticket.toString())).contains(ticket);
    }
  }

  @Property
  void fewer_than_eight_digits_are_no_ticket(@ForAll @IntRange(min = 0, max = 7) int length) {
    assertThat(Ticket.parse("42-" + DIGEST.substring(0, length))).isEmpty();
  }

  @Property
  void no_text_makes_it_throw(@ForAll String text) {
    Ticket.parse(text).ifPresent(ticket -> assertThat(ticket.incident()).isPositive());
  }

  @Example
  void another_digest_does_not_fit() {
    assertThat(Ticket.parse("42-7f3a9c1e").orElseThrow().fits(DIGEST)).isTrue();
    assertThat(Ticket.parse("42-7f3a9c1f").orElseThrow().fits(DIGEST)).isFalse();
    assertThat(Ticket.parse("42").orElseThrow().fits(DIGEST)).isTrue();
  }

  @Example
  void what_is_not_a_ticket_is_refused() {
    for (String text : new String[] {"", "0", "-1", "1e9", "'; drop", "42-7F3A9C1E", "٤٢", "1 "}) {
      assertThat(Ticket.parse(text)).as(text).isEmpty();
    }
  }
}
