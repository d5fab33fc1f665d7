package io.reparam.service.rest.connection;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** Nothing but a bounded connector, with a servlet that says {@code ok}. */
final class HttpServer implements AutoCloseable {
    private final Tomcat tomcat = new Tomcat();
    private final Connector connector = new Connector(BoundedHttp.class.getName());

    HttpServer(String directory, int perAddress, Duration headerTimeout, Drain drain) throws LifecycleException {
        tomcat.setBaseDir(directory);
        connector.setPort(0);
        connector.setProperty("bindOnInit", "false");
        tomcat.setConnector(connector);
        http().limit(perAddress, headerTimeout);
        tomcat.getEngine().getPipeline().addValve(new HeldAnswers(drain));
        Context context = tomcat.addContext("", directory);
        Tomcat.addServlet(context, "ok", new Ok()).addMapping("/");
        tomcat.start();
    }

    BoundedHttp http() {
        return (BoundedHttp) connector.getProtocolHandler();
    }

    int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }

    private static final class Ok extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentLength(2);
            response.getWriter().write("ok");
        }
    }
}
