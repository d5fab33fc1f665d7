package io.reparam.service;

import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/** The whole application on free ports, shared by all tests that extend this. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"management.server.port=0", "spring.grpc.server.port=0"})
public abstract class StartedService {
    @LocalServerPort
    private int restPort;

    @LocalManagementPort
    private int managementPort;

    @Autowired
    private GrpcServerLifecycle grpcServer;

    protected HttpCaller rest = new HttpCaller(0);
    protected HttpCaller management = new HttpCaller(0);
    protected GrpcCaller grpc = new GrpcCaller(0);

    @BeforeEach
    void connect() {
        rest = new HttpCaller(restPort);
        management = new HttpCaller(managementPort);
        grpc = new GrpcCaller(grpcServer.getPort());
    }
}
