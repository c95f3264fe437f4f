package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OfficialImagePatchTest {
  private static final String DOCKERFILE = """
      # syntax=docker/dockerfile:1
      FROM python:3.11.4-slim AS build
      RUN pip install . && \\
          echo done
      FROM gcr.io/distroless/python3
      """;
  private static final String WORKFLOW = """
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          container: node:20.11.0
          services:
            db:
              image: postgres:15.3
          steps:
            - run: make
      """;

  private final Repo docker = Repo.with("app/Dockerfile", DOCKERFILE);
  private final Repo workflow = Repo.with(Repo.CI, WORKFLOW);

  @Test
  void a_later_patch_of_the_same_image_is_it_and_brings_code() {
    Recognition found = docker.edit("app/Dockerfile", "3.11.4", "3.11.9");
    assertThat(found.isAutomatic()).isTrue();
    assertThat(found.bringsCode()).isTrue();
    assertThat(workflow.edit(Repo.CI, "node:20.11.0", "node:20.11.1").isAutomatic())
        .isTrue();
    assertThat(workflow.edit(Repo.CI, "postgres:15.3", "postgres:15.8").isAutomatic())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "python:3.11.3-slim", "python:3.11.999-slim", "python:3.12.0-slim", "python:3.11.9",
        "python:3.11.9-alpine", "evil/python:3.11.9-slim", "pypy:3.11.9-slim", "python:3.11-slim",
        "python:${V}-slim", "python:3.11.09-slim", "ghcr.io/library/python:3.11.9-slim"
      })
  void anything_else_is_not(String image) {
    assertThat(docker.edit("app/Dockerfile", "python:3.11.4-slim", image).isAutomatic())
        .isFalse();
  }

  @Test
  void other_words_of_the_line_a_digest_and_what_is_left_behind_are_not() {
    assertThat(docker
            .edit("app/Dockerfile", "3.11.4-slim AS build", "3.11.9-slim AS built")
            .isAutomatic())
        .isFalse();
    String digest = DOCKERFILE.replace("3.11.4-slim", "3.11.4-slim@sha256:" + "a".repeat(64));
    assertThat(Repo.with("Dockerfile", digest)
            .recognise("Dockerfile", DOCKERFILE.replace("3.11.4", "3.11.9"))
            .isAutomatic())
        .isFalse();
    assertThat(Repo.with("Dockerfile", DOCKERFILE + "FROM python:3.11.4-slim\n")
            .edit("Dockerfile", "3.11.4-slim AS", "3.11.9-slim AS")
            .isAutomatic())
        .isFalse();
    String script = "FROM debian:12.1\nRUN echo \\\nFROM python:3.11.4\n";
    assertThat(Repo.with("Dockerfile", script)
            .edit("Dockerfile", "python:3.11.4", "python:3.11.9")
            .isAutomatic())
        .isFalse();
    assertThat(Repo.with("notes.txt", DOCKERFILE)
            .edit("notes.txt", "3.11.4", "3.11.9")
            .isWhole())
        .isFalse();
  }

  @Test
  void old_facts_and_a_dated_variant_ask() {
    assertThat(Repo.with("app/Dockerfile", DOCKERFILE)
            .on(LocalDate.of(2027, 9, 1))
            .edit("app/Dockerfile", "3.11.4", "3.11.9")
            .isAutomatic())
        .isFalse();
    assertThat(Repo.with("Dockerfile", "FROM python:3.11.4-alpine3.17\n")
            .edit("Dockerfile", "3.11.4", "3.11.9")
            .isAutomatic())
        .isFalse();
  }
}
