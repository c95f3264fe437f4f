package io.github.cicdmonitor.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
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

  private static void awaitAll(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
