package io.reparam.service.rest.inference;

import io.reparam.service.inference.ModelFacts;
import io.reparam.service.inference.ServerFacts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the service is, and whether it answers. */
@Tag(name = V2Documentation.TAG)
@RestController
final class ServerController {
    private final ModelFacts facts;

    ServerController(ModelFacts facts) {
        this.facts = facts;
    }

    /** The service and what it can do beyond the protocol. */
    record Server(String name, String version, List<String> extensions) {}

    /** Whether it runs, and whether it answers requests. */
    record Health(boolean live, boolean ready) {}

    @Operation(summary = "Name, version and extensions of the service")
    @GetMapping("/v2")
    Server server() {
        return new Server(ServerFacts.NAME, ServerFacts.VERSION, ServerFacts.EXTENSIONS);
    }

    @Operation(summary = "Whether the service runs")
    @GetMapping("/v2/health/live")
    Health live() {
        return new Health(true, facts.ready());
    }

    @Operation(summary = "Whether the service answers requests; 503 if not")
    @GetMapping("/v2/health/ready")
    ResponseEntity<Health> ready() {
        boolean ready = facts.ready();
        return ResponseEntity.status(ready ? 200 : 503).body(new Health(true, ready));
    }
}
