import Hummingbird

/// What is known of a request while it is answered.
struct WebContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Who asks; set by ``TokenMiddleware``.
    var token: AccessToken?

    init(source: Source) { coreContext = CoreRequestContextStorage(source: source) }
}
