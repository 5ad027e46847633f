/// The shapes of what goes in and out.
enum Schemas {
    static func reference(_ name: String) -> JSONValue { ["$ref": .text("#/components/schemas/\(name)")] }

    static func page(of name: String) -> JSONValue {
        [
            "type": "object", "required": ["rows"],
            "properties": ["rows": ["type": "array", "items": reference(name)], "next": ["type": "string"]],
        ]
    }

    private static let text: JSONValue = ["type": "string"]
    private static let moment: JSONValue = ["type": "string", "format": "date-time"]
    private static let identifier: JSONValue = ["type": "string", "format": "uuid"]

    static let all: [String: JSONValue] = [
        "Problem": [
            "type": "object", "required": ["type", "title", "status", "detail", "instance", "code"],
            "additionalProperties": false,
            "properties": [
                "type": [
                    "type": "string", "pattern": "^/problems/", "description": "代码的说明页，相对于这个门的地址",
                ],
                "title": text, "status": ["type": "integer"], "detail": text,
                "instance": ["type": "string", "pattern": "^urn:request:", "description": "查询编号"],
                "code": text,
                "faults": [
                    "type": "array",
                    "items": [
                        "type": "object", "required": ["pointer", "detail"], "additionalProperties": false,
                        "properties": ["pointer": text, "detail": text],
                    ],
                ],
            ],
        ],
        "Token": [
            "type": "object", "required": ["access_token", "token_type", "expires_in", "scope"],
            "properties": [
                "access_token": text, "token_type": text, "expires_in": ["type": "integer"], "scope": text,
            ],
        ],
        "Item": [
            "type": "object", "required": ["code", "name", "type", "body", "revision", "handlingItems"],
            "properties": [
                "code": text, "name": text, "type": text, "body": text, "revision": ["type": "integer"],
                "isOpenOnline": ["type": "boolean"],
                "handlingItems": [
                    "type": "array",
                    "items": [
                        "type": "object", "required": ["code", "name"], "properties": ["code": text, "name": text],
                    ],
                ],
            ],
        ],
        "ItemDetail": [
            "type": "object", "required": ["code", "name", "revision", "content"],
            "properties": [
                "code": text, "name": text, "revision": ["type": "integer"], "body": text,
                "content": ["type": "object"],
            ],
        ],
        "ItemChange": [
            "type": "object", "required": ["id", "code", "revision", "kind", "at"],
            "properties": [
                "id": ["type": "integer"], "code": text, "revision": ["type": "integer"], "kind": text, "at": moment,
            ],
        ],
        "File": [
            "type": "object", "required": ["id", "name", "size", "mediaType", "digest"],
            "properties": [
                "id": identifier, "name": text, "size": ["type": "integer"], "mediaType": text, "digest": text,
            ],
        ],
        "CaseApplication": [
            "type": "object", "required": ["handlingItem", "applicant"], "additionalProperties": false,
            "properties": [
                "handlingItem": ["type": "string", "maxLength": 40],
                "applicant": [
                    "type": "object", "required": ["kind", "name", "documentNumber", "phone"],
                    "additionalProperties": false,
                    "properties": [
                        "kind": ["type": "string", "enum": ["natural", "legal"]],
                        "name": ["type": "string", "minLength": 1, "maxLength": 100],
                        "documentNumber": ["type": "string", "pattern": "^[0-9A-Za-z]{18}$"],
                        "phone": ["type": "string", "maxLength": 20],
                        "legalRepresentative": ["type": "string", "maxLength": 50],
                        "address": ["type": "string", "maxLength": 200],
                    ],
                ],
                "situation": ["type": "object", "additionalProperties": text],
                "form": [
                    "type": "object",
                    "additionalProperties": ["anyOf": [text, ["type": "array", "items": text]]],
                ],
                "materials": ["type": "object", "additionalProperties": ["type": "array", "items": identifier]],
            ],
        ],
        "Case": [
            "type": "object",
            "required": ["number", "status", "statusName", "itemName", "handlingItemName", "submittedAt"],
            "properties": [
                "number": text, "status": text, "statusName": text, "itemName": text, "handlingItemName": text,
                "bodyName": text, "submittedAt": moment, "acceptedAt": moment, "decidedAt": moment,
                "promisedDue": ["type": "string", "format": "date"],
                "statutoryDue": ["type": "string", "format": "date"],
                "clock": text, "version": ["type": "integer"],
            ],
        ],
        "CaseEvent": [
            "type": "object", "required": ["at", "kind", "status", "text"],
            "properties": ["at": moment, "kind": text, "status": text, "bodyName": text, "text": text],
        ],
        "Withdrawal": [
            "type": "object", "required": ["reason"], "additionalProperties": false,
            "properties": ["reason": ["type": "string", "minLength": 1, "maxLength": 1000]],
        ],
        "Verification": [
            "type": "object", "required": ["number", "title", "issuedOn", "caseNumber", "isValid"],
            "properties": [
                "number": text, "title": text, "issuedOn": text, "caseNumber": text, "itemName": text, "bodyName": text,
                "applicantName": text, "digest": text, "isValid": ["type": "boolean"], "voidReason": text,
            ],
        ],
    ]
}
