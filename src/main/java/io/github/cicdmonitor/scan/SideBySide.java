package io.github.cicdmonitor.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Numbered tasks on a bounded number of threads. The first is done alone, by the caller: what is
 * wrong for all of them (a refused token) shows before the others begin, and a single task needs no
 * thread.
 */
final class SideBySide {
  private final IntConsumer task;
  private final int count;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReference<Throwable> broken = new AtomicReference<>();

  private SideBySide(int count, IntConsumer task) {
    this.count = count;
    this.task = task;
  }

  /**
   * Returns when all are done. What a task throws keeps those not begun from beginning and is thrown
   * when those under way have ended. An interrupt is passed on to the threads.
   */
  static void run(int count, int jobs, IntConsumer task) {
    new SideBySide(count, task).run(jobs);
  }

  private void run(int jobs) {
    if (count > 0) {
      task.accept(next.getAndIncrement());
    }
    int threads = Math.min(jobs, count - 1);
    if (threads <= 1) {
      work();
    } else {
      awaitAll(started(threads));
    }
    Throwable thrown = broken.get();
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
  }

  private void work() {
    try {
      for (int number = next.getAndIncrement();
          number < count && broken.get() == null;
          number = next.getAndIncrement()) {
        task.accept(number);
      }
    } catch (RuntimeException | Error e) {
      broken.compareAndSet(null, e);
    }
  }

  private List<Thread> started(int threads) {
    List<Thread> all = new ArrayList<>();
    for (int number = 1; number <= threads; number++) {
      Thread thread = new Thread(this::work, "scan-" + number);
      thread.setDaemon(true); // the process may end whatever they wait for
      thread.start();
      all.add(thread);
    }
    return all;
  }

  private static void awaitAll(List<Thread> threads) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
          threads.forEach(Thread::interrupt);
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
