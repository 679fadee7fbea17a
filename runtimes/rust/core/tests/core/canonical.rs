//! RFC 8785 and hashes, against the published vectors and ECMAScript's number stream.

use peercontract_core::canonical::{canonical, contract_id, push_number, sha256_hex};
use peercontract_core::json_text::{Value, parse};
use sha2::{Digest, Sha256};

use crate::oracle::{files, name};

#[test]
fn the_published_vectors_of_rfc_8785_come_out() {
    for input in files("json/jcs/input") {
        let output = input
            .parent()
            .unwrap()
            .with_file_name("output")
            .join(name(&input));
        let text = std::fs::read(&input).unwrap();
        let written = canonical(&parse(&text, usize::MAX).unwrap()).unwrap();
        let expected = std::fs::read_to_string(&output).unwrap();
        assert_eq!(written, expected.trim_end(), "{}", name(&input));
    }
}

#[test]
fn the_smallest_contract_has_the_hash_of_the_specification() {
    let form = br#"{"agents":{},"name":"t","peer":1,"types":{}}"#;
    let sha256 = "ae85b5081a29c74941fd9bdc49f1b64cdaedd232a5c15a3e96992309e7bf404d";
    assert_eq!(sha256_hex(form), sha256);
    assert_eq!(
        contract_id(form),
        "pc1-v2c3kca2fhdusqp5tpoet4nwjtno3ursuxavupuwterqtz57ibgq"
    );
}

#[test]
fn what_json_cannot_carry_is_refused() {
    let infinite = Value::Array(vec![Value::Null, Value::Number(f64::INFINITY)]);
    let fault = canonical(&infinite).unwrap_err();
    assert_eq!((fault.code, &*fault.at), ("PC1102", "/1"));
    let nested = (0..65).fold(Value::Null, |value, _| Value::Array(vec![value]));
    assert_eq!(canonical(&nested).unwrap_err().code, "PC1105");
}

/// The generator of the ES6 number stream (cyberphone/json-canonicalization, testdata): these
/// doubles, then blocks of SHA-256 over themselves, read as little-endian doubles.
#[test]
fn a_hundred_thousand_numbers_print_as_in_ecmascript() {
    const EXPECTED: &str = "22776e6d4b49fa294a0d0f349268e5c28808fe7e0cb2bcbe28f63894e494d4c7";
    let mut hash = Sha256::new();
    let mut line = String::new();
    for number in fixed_numbers()
        .into_iter()
        .chain(random_numbers())
        .take(100_000)
    {
        line.clear();
        line.push_str(&format!("{:x},", number.to_bits()));
        push_number(number, &mut line);
        line.push('\n');
        hash.update(&line);
    }
    let found: String = hash
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(found, EXPECTED);
}

fn fixed_numbers() -> Vec<f64> {
    let doubles = |hex: &str| -> Vec<f64> {
        let bits = hex
            .split_whitespace()
            .map(|digits| u64::from_str_radix(digits, 16).unwrap());
        bits.map(f64::from_bits).collect()
    };
    let thirds = doubles(THIRDS);
    let mut numbers = vec![0.0, -0.0, 5e-324, -5e-324];
    numbers.extend(thirds.iter().map(|number| -number));
    numbers.extend(thirds);
    numbers.extend([10.0, 5.0]);
    numbers.extend((1..10).map(|k| format!("5e-{k}").parse::<f64>().unwrap()));
    numbers.extend((1..15).map(|k| format!("5.{}6e-06", "0".repeat(k)).parse::<f64>().unwrap()));
    numbers.push(5e-6);
    numbers.extend(doubles(EDGES));
    numbers.extend((0..2000).map(|n| f64::from_bits(0x0010_0000_0000_0000 + n)));
    numbers
}

fn random_numbers() -> impl Iterator<Item = f64> {
    let mut block = [0u8; 32];
    let blocks = std::iter::repeat_with(move || {
        block = Sha256::digest(block).into();
        block
    });
    let doubles = blocks.flat_map(|block| {
        let words: [[u8; 8]; 4] =
            std::array::from_fn(|n| std::array::from_fn(|byte| block[n * 8 + byte]));
        words.map(f64::from_le_bytes)
    });
    doubles.filter(|number| *number != 0.0 && number.is_finite())
}

const THIRDS: &str = "\
    446696695dbd1cc3 443211ede4974a35 43fce97ca0f21056 43c7213080c1a6ac 439280f39a348556 \
    435d9b1f5d20d557 4327af4c4a80aaac 42f2f2a36ecd5556 42be51057e155558 428840d131aaaaac \
    4253670dc1555557 421f0b4935555557 41e8d5d42aaaaaac 41b3de4355555556 417fca0555555556 \
    41496e6aaaaaaaab 4114585555555555 40e046aaaaaaaaab 40aa0aaaaaaaaaaa 4074d55555555555 \
    4040aaaaaaaaaaab 400aaaaaaaaaaaab 3fd5555555555555 3fa1111111111111 3f6b4e81b4e81b4f \
    3f35d867c3ece2a5 3f0179ec9cbd821e 3ecbf647612f3696 3e965e9f80f29212 3e61e54c672874db \
    3e2ca213d840baf8 3df6e80fe033c8c6 3dc2533fe68fd3d2 3d8d51ffd74c861c 3d5774ccac3d3817 \
    3d22c3d6f030f9ac 3cee0624b3818f79 3cb804ea293472c7 3c833721ba905bd3 3c4ebe9c5db3c61e \
    3c18987d17c304e5 3be3ad30dfcf371d 3baf7b816618582f 3b792f9ab81379bf 3b442615600f9499 \
    3b101e77800c76e1 3ad9ca58cce0be35 3aa4a1e0a3e6fe90 3a708180831f320d 3a3a68cd9e985016";

const EDGES: &str = "\
    3ff0000000000000 bff0000000000000 bfeffffffffffffa bfeffffffffffffb 3feffffffffffffa \
    3feffffffffffffb 3feffffffffffffc 3feffffffffffffe bfefffffffffffff bfefffffffffffff \
    3fefffffffffffff 3fefffffffffffff 3fd3333333333332 3fd3333333333333 3fd3333333333334 \
    0010000000000000 000ffffffffffffd 000fffffffffffff 7fefffffffffffff ffefffffffffffff \
    4340000000000000 c340000000000000 4430000000000000 44b52d02c7e14af5 44b52d02c7e14af6 \
    44b52d02c7e14af7 444b1ae4d6e2ef4e 444b1ae4d6e2ef4f 444b1ae4d6e2ef50 3eb0c6f7a0b5ed8c \
    3eb0c6f7a0b5ed8d 41b3de4355555553 41b3de4355555554 41b3de4355555555 41b3de4355555556 \
    41b3de4355555557 becbf647612f3696 43143ff3c1cb0959";
