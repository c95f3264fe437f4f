package io.github.cicdmonitor.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedPaceTest {
  private static final int THREADS = 4;

  @Test
  void a_limit_met_by_several_at_once_is_waited_for_once_and_holds_all() throws Exception {
    SlowClock clock = new SlowClock();
    List<Duration> slept = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger sentWhileHeld = new AtomicInteger();
    AtomicBoolean held = new AtomicBoolean();
    WaitBudget budget = new WaitBudget(
        Duration.ofSeconds(60),
        wait -> {
          held.set(true);
          slept.add(wait);
          clock.sleep(wait);
          held.set(false);
        },
        clock);
    Retry retry = new Retry(budget, new Random(1));
    CountDownLatch allAsked = new CountDownLatch(THREADS);
    List<Thread> threads = new ArrayList<>();
    AtomicInteger answered = new AtomicInteger();
    for (int i = 0; i < THREADS; i++) {
      AtomicInteger tries = new AtomicInteger();
      Thread thread = new Thread(() -> retry.read(() -> {
        if (held.get()) {
          sentWhileHeld.incrementAndGet();
        }
        if (tries.incrementAndGet() == 1) {
          allAsked.countDown();
          awaitAll(allAsked);
          throw HttpError.status(new Head(429, Map.of("Retry-After", "20"), false));
        }
        return answered.incrementAndGet();
      }));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(answered).hasValue(THREADS);
    assertThat(sentWhileHeld).hasValue(0);
    assertThat(slept).containsExactly(Duration.ofSeconds(20));
  }

  @Test
  void a_limit_that_several_meet_at_once_has_one_end_for_all() throws Exception {
    SlowClock clock = new SlowClock();
    Retry retry = new Retry(new WaitBudget(Duration.ofSeconds(60), clock, clock), new Random(1));
    CountDownLatch allAsked = new CountDownLatch(THREADS);
    List<Instant> ends = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Thread thread = new Thread(() -> {
        try {
          retry.read(() -> {
            allAsked.countDown();
            awaitAll(allAsked);
            clock.sleep(Duration.ofMillis(300)); // none is answered at the same moment
            throw HttpError.status(new Head(429, Map.of("Retry-After", "120"), false));
          });
        } catch (HttpError refusal) {
          ends.add(refusal.until().orElseThrow());
        }
      });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(ends).hasSize(THREADS);
    assertThat(Set.copyOf(ends))
        .singleElement()
        .satisfies(end -> assertThat(end).isEqualTo(end.truncatedTo(ChronoUnit.SECONDS)));
  }

  @Test
  void an_outage_holds_only_who_met_it_also_where_the_service_names_a_time() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    WaitBudget budget = new WaitBudget(
        Duration.ofSeconds(60),
        wait -> {
          assertThat(wait).isEqualTo(Duration.ofSeconds(25));
          waits.countDown();
          over.await();
        },
        new SlowClock());
    Retry retry = new Retry(budget, new Random(1));
    AtomicInteger tries = new AtomicInteger();
    Thread met = new Thread(() -> retry.read(() -> {
      if (tries.incrementAndGet() == 1) {
        throw HttpError.status(new Head(503, Map.of("Retry-After", "25"), false));
      }
      return "done";
    }));
    met.start();
    waits.await();
    CountDownLatch answered = new CountDownLatch(1);
    Thread other = new Thread(() -> {
      retry.read(() -> "done");
      answered.countDown();
    });
    other.start();
    try {
      assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      over.countDown();
      met.join();
      other.join();
    }

    assertThat(tries).hasValue(2);
  }

  private static void awaitAll(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
