import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.eclipse.rdf4j.http.protocol.Protocol;
import org.eclipse.rdf4j.model.BNode;
import org.eclipse.rdf4j.model.IRI;
import org.eclipse.rdf4j.model.Literal;
import org.eclipse.rdf4j.model.Value;
import org.eclipse.rdf4j.model.vocabulary.XSD;
import org.eclipse.rdf4j.query.BindingSet;
import org.eclipse.rdf4j.query.BooleanQuery;
import org.eclipse.rdf4j.query.GraphQuery;
import org.eclipse.rdf4j.query.MalformedQueryException;
import org.eclipse.rdf4j.query.Query;
import org.eclipse.rdf4j.query.TupleQuery;
import org.eclipse.rdf4j.query.TupleQueryResult;
import org.eclipse.rdf4j.query.impl.SimpleDataset;
import org.eclipse.rdf4j.repository.Repository;
import org.eclipse.rdf4j.repository.RepositoryConnection;
import org.eclipse.rdf4j.repository.config.RepositoryConfigUtil;
import org.eclipse.rdf4j.repository.config.RepositoryRegistry;
import org.eclipse.rdf4j.repository.sail.SailRepository;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.rio.RDFParseException;
import org.eclipse.rdf4j.rio.Rio;
import org.eclipse.rdf4j.rio.UnsupportedRDFormatException;
import org.eclipse.rdf4j.sail.memory.MemoryStore;

/**
 * A stand-in for the web application rdf4j-server, which is published only where these tests do
 * not fetch from. The store is RDF4J's own: its repository, parsers, query engine and writers.
 * What is ours is this file alone, the HTTP around it, at the addresses of the RDF4J REST API:
 *
 *   /rdf4j-server/protocol                                  the number of the protocol
 *   /rdf4j-server/repositories/ID                           queries
 *   /rdf4j-server/repositories/ID/statements                updates
 *   /rdf4j-server/repositories/ID/rdf-graphs/service?graph= the Graph Store Protocol
 *
 * So it shows that the queries and the requests of actip-graph suit RDF4J; it does not show how
 * the web application itself behaves under load, under failure or with access control.
 *
 * The repository is in memory, or the one that a configuration describes, as RDF4J Server has one
 * for each of its repositories.
 *
 * Usage: java -cp JARS Rdf4jServer.java PORT ID [config.ttl]
 */
public class Rdf4jServer {
    private static final String TOP = "/rdf4j-server";
    private static final String SELECT_JSON = "application/sparql-results+json";

    private final Repository repository;

    private Rdf4jServer(Repository repository) {
        this.repository = repository;
    }

    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        String id = args[1];
        Repository repository = args.length > 2
            ? configured(Path.of(args[2]), id)
            : new SailRepository(new MemoryStore());
        new Rdf4jServer(repository).serve(port, TOP + "/repositories/" + id);
    }

    private static Repository configured(Path file, String id) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            var model = Rio.parse(in, "", RDFFormat.TURTLE);
            var config = RepositoryConfigUtil.getRepositoryConfig(model, id);
            var kind = config.getRepositoryImplConfig();
            return RepositoryRegistry.getInstance().get(kind.getType()).orElseThrow()
                .getRepository(kind);
        }
    }

    private void serve(int port, String place) throws IOException {
        repository.init();
        var local = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
        HttpServer server = HttpServer.create(local, 0);
        server.setExecutor(Executors.newFixedThreadPool(8));
        on(server, TOP + "/protocol", x -> text(x, 200, Protocol.VERSION));
        on(server, place, x -> query(x, parameters(x, "query")));
        on(server, place + "/statements", x -> update(x, parameters(x, "update")));
        on(server, place + "/rdf-graphs/service", this::graph);
        server.start();
    }

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private static void on(HttpServer server, String path, Answer answer) {
        server.createContext(path, exchange -> {
            try {
                if (!exchange.getRequestURI().getPath().equals(path)) {
                    text(exchange, 404, "nothing here");
                    return;
                }
                answer.to(exchange);
            } catch (MalformedQueryException error) {
                text(exchange, 400, "MALFORMED QUERY: " + error.getMessage());
            } catch (RDFParseException error) {
                text(exchange, 400, "MALFORMED DATA: " + error.getMessage());
            } catch (UnsupportedRDFormatException error) {
                text(exchange, 415, error.getMessage());
            } catch (RuntimeException | Error error) {
                error.printStackTrace();
                text(exchange, 500, error.toString());
            } finally {
                exchange.close();
            }
        });
    }

    private void query(HttpExchange exchange, Map<String, List<String>> given) throws IOException {
        try (RepositoryConnection connection = repository.getConnection()) {
            Query query = connection.prepareQuery(one(given, "query"));
            dataset(given, query);
            if (query instanceof BooleanQuery ask) {
                try (JsonGenerator json = json(exchange)) {
                    json.writeStartObject();
                    json.writeObjectFieldStart("head");
                    json.writeEndObject();
                    json.writeBooleanField("boolean", ask.evaluate());
                    json.writeEndObject();
                }
            } else if (query instanceof GraphQuery graph) {
                RDFFormat format = wanted(exchange);
                exchange.getResponseHeaders().set("Content-Type", format.getDefaultMIMEType());
                exchange.sendResponseHeaders(200, 0);
                graph.evaluate(Rio.createWriter(format, exchange.getResponseBody()));
            } else if (query instanceof TupleQuery select) {
                try (TupleQueryResult result = select.evaluate()) {
                    rows(exchange, result);
                }
            }
        }
    }

    private static void dataset(Map<String, List<String>> given, Query query) {
        if (given.containsKey("default-graph-uri") || given.containsKey("named-graph-uri")) {
            var dataset = new SimpleDataset();
            var values = org.eclipse.rdf4j.model.impl.SimpleValueFactory.getInstance();
            for (String graph : given.getOrDefault("default-graph-uri", List.of())) {
                dataset.addDefaultGraph(values.createIRI(graph));
            }
            for (String graph : given.getOrDefault("named-graph-uri", List.of())) {
                dataset.addNamedGraph(values.createIRI(graph));
            }
            query.setDataset(dataset);
        }
    }

    /** Writes the SPARQL 1.1 Query Results JSON Format. */
    private static void rows(HttpExchange exchange, TupleQueryResult result) throws IOException {
        try (JsonGenerator json = json(exchange)) {
            json.writeStartObject();
            json.writeObjectFieldStart("head");
            json.writeArrayFieldStart("vars");
            for (String name : result.getBindingNames()) {
                json.writeString(name);
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeObjectFieldStart("results");
            json.writeArrayFieldStart("bindings");
            while (result.hasNext()) {
                BindingSet row = result.next();
                json.writeStartObject();
                for (var binding : row) {
                    json.writeObjectFieldStart(binding.getName());
                    term(json, binding.getValue());
                    json.writeEndObject();
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    private static void term(JsonGenerator json, Value term) throws IOException {
        if (term instanceof IRI) {
            json.writeStringField("type", "uri");
        } else if (term instanceof BNode blank) {
            json.writeStringField("type", "bnode");
            json.writeStringField("value", blank.getID());
            return;
        } else if (term instanceof Literal literal) {
            json.writeStringField("type", "literal");
            if (literal.getLanguage().isPresent()) {
                json.writeStringField("xml:lang", literal.getLanguage().get());
            } else if (!XSD.STRING.equals(literal.getDatatype())) {
                json.writeStringField("datatype", literal.getDatatype().stringValue());
            }
        }
        json.writeStringField("value", term.stringValue());
    }

    private void update(HttpExchange exchange, Map<String, List<String>> given) throws IOException {
        try (RepositoryConnection connection = repository.getConnection()) {
            connection.prepareUpdate(one(given, "update")).execute();
        }
        exchange.sendResponseHeaders(204, -1);
    }

    private void graph(HttpExchange exchange) throws IOException {
        String name = one(decoded(exchange.getRequestURI().getRawQuery()), "graph");
        try (RepositoryConnection connection = repository.getConnection()) {
            IRI graph = connection.getValueFactory().createIRI(name);
            String method = exchange.getRequestMethod();
            switch (method) {
                case "GET" -> {
                    RDFFormat format = wanted(exchange);
                    exchange.getResponseHeaders().set("Content-Type", format.getDefaultMIMEType());
                    exchange.sendResponseHeaders(200, 0);
                    connection.export(Rio.createWriter(format, exchange.getResponseBody()), graph);
                }
                case "PUT", "POST" -> {
                    String kind = header(exchange, "Content-Type");
                    RDFFormat format = Rio.getParserFormatForMIMEType(kind)
                        .orElseThrow(Rio.unsupportedFormat(kind));
                    connection.begin();
                    if (method.equals("PUT")) {
                        connection.clear(graph);
                    }
                    connection.add(exchange.getRequestBody(), "", format, graph);
                    connection.commit();
                    exchange.sendResponseHeaders(204, -1);
                }
                case "DELETE" -> {
                    connection.clear(graph);
                    exchange.sendResponseHeaders(204, -1);
                }
                default -> text(exchange, 405, "not for a graph: " + method);
            }
        }
    }

    private static RDFFormat wanted(HttpExchange exchange) {
        for (String kind : header(exchange, "Accept").split("[;,\\s]+")) {
            var format = Rio.getWriterFormatForMIMEType(kind);
            if (format.isPresent()) {
                return format.get();
            }
        }
        return RDFFormat.NTRIPLES;
    }

    /** Returns what address and body give, by the SPARQL 1.1 Protocol. */
    private static Map<String, List<String>> parameters(HttpExchange exchange, String main)
        throws IOException {
        var given = decoded(exchange.getRequestURI().getRawQuery());
        if (exchange.getRequestMethod().equals("POST")) {
            String body;
            try (InputStream in = exchange.getRequestBody()) {
                body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            if (header(exchange, "Content-Type").startsWith("application/sparql-")) {
                given.put(main, List.of(body));
            } else {
                given.putAll(decoded(body));
            }
        }
        return given;
    }

    private static Map<String, List<String>> decoded(String form) {
        var given = new HashMap<String, List<String>>();
        for (String pair : form == null ? new String[0] : form.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                String name = URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8);
                String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
                given.computeIfAbsent(name, k -> new ArrayList<>()).add(value);
            }
        }
        return given;
    }

    private static String one(Map<String, List<String>> given, String name) {
        if (!given.containsKey(name)) {
            throw new MalformedQueryException("Missing parameter: " + name);
        }
        return given.get(name).get(0);
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private static JsonGenerator json(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", SELECT_JSON + ";charset=UTF-8");
        exchange.sendResponseHeaders(200, 0);
        return new JsonFactory().createGenerator(exchange.getResponseBody());
    }

    private static void text(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain;charset=UTF-8");
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
