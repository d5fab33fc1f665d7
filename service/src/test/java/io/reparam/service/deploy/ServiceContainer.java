package io.reparam.service.deploy;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Volume;
import io.reparam.service.HttpCaller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The image, run as docker-compose.yml and k8s/ run it: nothing but /tmp can be written, and no privilege is left. */
final class ServiceContainer extends GenericContainer<ServiceContainer> {
    static final String HOST = "service";
    private static final int REST = 8080;
    static final int GRPC = 9000;
    private static final int MANAGEMENT = 8081;
    private static final long MEBIBYTE = 1 << 20;

    /** A container with so many CPUs and so much memory, in MiB. */
    ServiceContainer(int cpus, int mebibytes) {
        super(DockerImageName.parse(ServiceImage.tag()));
        withExposedPorts(REST, GRPC, MANAGEMENT);
        withNetworkAliases(HOST);
        waitingFor(Wait.forHealthcheck().withStartupTimeout(Duration.ofMinutes(2)));
        withCreateContainerCmdModifier(create -> create.getHostConfig()
                .withReadonlyRootfs(true)
                .withTmpFs(Map.of("/tmp", "size=64m"))
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges:true"))
                .withMemory(mebibytes * MEBIBYTE)
                .withMemorySwap(mebibytes * MEBIBYTE)
                .withNanoCPUs(cpus * 1_000_000_000L));
    }

    /** Serves the models of a directory of this machine, which every user must be able to read. */
    ServiceContainer withModels(Path directory) {
        // not withFileSystemBind: that asks an image of its own, which may not be there, whether directories can be
        // mounted
        return withCreateContainerCmdModifier(create -> create.getHostConfig()
                        .withBinds(new Bind(directory.toString(), new Volume("/models"), AccessMode.ro)))
                .withEnv("REPARAM_MODELS_LOCATION", "/models")
                .withEnv("REPARAM_MODELS_POLL_INTERVAL", "200ms");
    }

    HttpCaller rest() {
        return new HttpCaller(port(REST));
    }

    HttpCaller management() {
        return new HttpCaller(port(MANAGEMENT));
    }

    /** One series of a scrape that begins with this. */
    double metric(String start) {
        return management()
                .get("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(start))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no series " + start));
    }

    Load load(int clientsEach) {
        return Load.start(port(REST), port(GRPC), clientsEach);
    }

    void restart() {
        getDockerClient().restartContainerCmd(getContainerId()).exec();
    }

    /** What docker stop sends first. */
    void terminate() {
        getDockerClient()
                .killContainerCmd(getContainerId())
                .withSignal("SIGTERM")
                .exec();
    }

    /** Whether a new request would be taken; asked from inside, since Docker's proxy takes any connection. */
    boolean accepts() {
        try {
            return shell("exec 3<>/dev/tcp/127.0.0.1/" + REST + " && echo yes").equals("yes");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a shell in the container prints. */
    String shell(String script) throws Exception {
        return execInContainer("bash", "-c", script + " 2>&1").getStdout().strip();
    }

    InspectContainerResponse.ContainerState state() {
        return getCurrentContainerInfo().getState();
    }

    /** Docker publishes other ports after a restart, so they are asked for each time. */
    int port(int inside) {
        return getCurrentContainerInfo().getNetworkSettings().getPorts().getBindings().entrySet().stream()
                .filter(entry -> entry.getKey().getPort() == inside && entry.getValue() != null)
                .map(entry -> Integer.parseInt(entry.getValue()[0].getHostPortSpec()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("port " + inside + " is not published"));
    }
}
