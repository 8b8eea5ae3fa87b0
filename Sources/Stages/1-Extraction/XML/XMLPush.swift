import Bytes
import CXML2

/// What a document is made of, as libxml2 tells it. Names are pointers that stay the same for the same name as long as the parser lives.
protocol XMLEvents: AnyObject {
    typealias Name = UnsafePointer<UInt8>

    /// A start tag; attributes are (name, value) pairs, in the order of the tag.
    func start(_ name: Name, prefix: Name?, attributes: XMLAttributes)
    func end()
    func text(_ bytes: ByteSlice)
    /// A document type declaration, which no delivery may have.
    func documentType()
}

/// The attributes of a start tag: five pointers each (name, prefix, namespace, value, value's end).
struct XMLAttributes {
    let count: Int
    fileprivate let base: UnsafeMutablePointer<UnsafePointer<UInt8>?>?

    subscript(index: Int) -> (name: XMLEvents.Name, value: ByteSlice)? {
        guard let base, let name = base[index * 5], let value = base[index * 5 + 3], let end = base[index * 5 + 4]
        else {
            return nil
        }
        return (name, ByteSlice(base: value, count: end - value))
    }
}

/// libxml2's SAX2 push parser, fed UTF-8: no network, no document type, no entities but the predefined ones.
final class XMLPush {
    private let context: xmlParserCtxtPtr
    private let delegate: XMLDelegate
    /// What libxml2 says is wrong.
    private(set) var problem: String?
    private(set) var isStopped = false

    init(_ events: any XMLEvents) {
        XMLLibrary.start()
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElementNs = { data, name, prefix, _, _, _, count, _, attributes in
            guard let name else { return }
            let attributes = XMLAttributes(count: Int(count), base: attributes)
            XMLDelegate.with(data) { $0.start(name, prefix: prefix, attributes: attributes) }
        }
        handler.endElementNs = { data, _, _, _ in XMLDelegate.with(data) { $0.end() } }
        handler.characters = { data, bytes, count in
            guard let bytes else { return }
            XMLDelegate.with(data) { $0.text(ByteSlice(base: bytes, count: Int(count))) }
        }
        handler.ignorableWhitespace = handler.characters
        handler.cdataBlock = handler.characters
        handler.internalSubset = { data, _, _, _ in XMLDelegate.with(data) { $0.documentType() } }
        handler.serror = { _, _ in }
        delegate = XMLDelegate(events)
        // Allocation is all that can fail.
        context = xmlCreatePushParserCtxt(&handler, Unmanaged.passUnretained(delegate).toOpaque(), nil, 0, nil)
        // NOENT: `&amp;` in attributes arrives as `&`; without a document type there are no other entities.
        let options = XML_PARSE_NONET.rawValue | XML_PARSE_NOENT.rawValue | XML_PARSE_IGNORE_ENC.rawValue
        xmlCtxtUseOptions(context, Int32(options))
    }

    deinit { xmlFreeParserCtxt(context) }

    /// Parses more of the document; false where it is not well formed or was stopped.
    func feed(_ text: ByteSlice) -> Bool {
        var rest = text
        while rest.count > 0 {
            // Small pieces stay in the cache; each ends with a `<`, or libxml2 would look over an unfinished text again and again.
            var step = min(rest.count, 32 << 10)
            step += ByteScan.first(UInt8(ascii: "<"), in: rest[step..<rest.count]).map { $0 + 1 } ?? rest.count - step
            let code = UnsafeRawPointer(rest.base).withMemoryRebound(to: CChar.self, capacity: step) {
                xmlParseChunk(context, $0, Int32(step), 0)
            }
            if !check(code) { return false }
            rest = rest[step..<rest.count]
        }
        return true
    }

    /// Ends the document; false where something is missing.
    func finish() -> Bool { check(xmlParseChunk(context, nil, 0, 1)) }

    /// Bytes of the document parsed so far: within a callback the end of what it is about.
    var position: Int { xmlByteConsumed(context) }

    /// Makes the parser deaf to the rest of the document.
    func stop() {
        isStopped = true
        xmlStopParser(context)
    }

    private func check(_ code: Int32) -> Bool {
        if isStopped { return false }
        // Errors about namespaces leave a document well formed.
        if code == 0 || context.pointee.wellFormed == 1 { return true }
        let message = xmlCtxtGetLastError(context).flatMap { $0.pointee.message.map { String(cString: $0) } }
        problem = (message ?? "").split(separator: "\n").joined(separator: " ")
        return false
    }
}

/// What the callbacks get.
private final class XMLDelegate {
    let events: any XMLEvents
    init(_ events: any XMLEvents) { self.events = events }

    @inline(__always)
    static func with(_ data: UnsafeMutableRawPointer?, _ body: (any XMLEvents) -> Void) {
        Unmanaged<XMLDelegate>.fromOpaque(data.unsafelyUnwrapped)._withUnsafeGuaranteedRef { body($0.events) }
    }
}

enum XMLLibrary {
    private static let isStarted: Bool = {
        xmlInitParser()
        return true
    }()

    /// Prepares libxml2 for use on several threads, once.
    static func start() { _ = isStarted }
}
