package io.github.cicdmonitor.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.model.StepRole;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StepRolesTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      actions/checkout@v4                               | checkout
      actions/setup-java@v4                             | setup
      docker/build-push-action@v6                       | container
      somebody/unheard-of@v1                            | ''
      npm ci                                            | restore
      npm test                                          | test
      npm run lint:fix                                  | lint
      yarn                                              | restore
      sudo apt-get install -y jq                        | setup
      CI=true npx vitest run                            | test
      devbox run just bootstrap-test                    | test
      poetry run pytest -q                              | test
      uvx --with-requirements deps.txt --from tool pytest -q | test
      python -m build                                   | package
      mvn -B clean verify                               | build,test
      ./gradlew :app:assembleRelease --stacktrace       | build
      cargo fmt --check && cargo clippy                 | lint
      cargo build --release                             | build
      dotnet test --no-build                            | test
      terraform validate                                | lint
      terraform apply -auto-approve                     | deploy
      kubectl rollout status deployment/shop            | cluster
      docker compose up -d                              | container
      bash ./scripts/run_integration_tests.sh           | test
      C:\\tools\\nuget.exe restore Shop.sln             | restore
      xcodebuild -exportArchive -archivePath a          | package
      git push origin v1                                | publish
      echo 'run the tests'                              | ''
      # npm test                                        | ''
      docker://acme/deploy:1.2                          | deploy
      docker://acme/tool:1.2                            | ''
      /usr/bin/docker run --name a --workdir /github/workspace --rm a:b | ''
      """)
  void a_command_is_there_for(String command, String roles) {
    assertThat(StepRoles.ofHeader(command)).isEqualTo(roles(roles));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      Run unit tests        | test
      Deploy to production  | deploy
      Install dependencies  | restore
      buildAndLint          | build,lint
      Say hello             | ''
      """)
  void a_name_tells_as_much(String name, String roles) {
    assertThat(StepRoles.ofName(name)).isEqualTo(roles(roles));
  }

  private static Set<StepRole> roles(String words) {
    return Arrays.stream(words.split(",", -1))
        .filter(word -> !word.isEmpty())
        .map(word -> StepRole.ofWord(word).orElseThrow())
        .collect(Collectors.toSet());
  }
}
