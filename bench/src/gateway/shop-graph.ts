import { type BenchmarkGraph, federationLink } from './benchmark-graph.ts';

/**
 * The graph and the heavy query of the field's public comparisons of federation gateways: accounts,
 * inventory, products and reviews. The data are our own.
 */
const users = Array.from({ length: 8 }, (_, index) => ({
  id: String(index + 1),
  name: `Reader ${index + 1}`,
  username: `reader${index + 1}`,
  birthday: 1990 + index,
}));

const products = Array.from({ length: 10 }, (_, index) => ({
  upc: String(index + 1),
  name: `Classroom chair of the kind ${index + 1}`,
  price: 899 + index * 100,
  weight: 100 + index * 50,
}));

const reviews = Array.from({ length: 22 }, (_, index) => ({
  id: String(index + 1),
  body: `Held up well through the school year, review ${index + 1}`,
  author: { id: users[index % users.length]?.id },
  product: { upc: products[index % products.length]?.upc },
}));

const accounts = {
  name: 'accounts',
  sdl: `${federationLink}
    type Query { users(tag: String): [User] user(id: ID!): User }
    type User @key(fields: "id") { id: ID! name: String username: String @shareable birthday: Int }`,
  resolvers: {
    Query: { users: () => users },
    User: { __resolveReference: ({ id }: { id: string }) => users.find((user) => user.id === id) },
  },
};

const inventory = {
  name: 'inventory',
  sdl: `${federationLink}
    type Product @key(fields: "upc") {
      upc: String! weight: Int @external price: Int @external
      inStock: Boolean shippingEstimate: Int @requires(fields: "price weight")
    }`,
  resolvers: {
    Product: {
      __resolveReference: (product: { upc: string }) => ({ ...product, inStock: true }),
      shippingEstimate: ({ price, weight }: { price: number; weight: number }) =>
        price > 1_000 ? 0 : Math.round(weight / 2),
    },
  },
};

const catalogue = {
  name: 'products',
  sdl: `${federationLink}
    type Query { topProducts(first: Int = 5): [Product] }
    type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }`,
  resolvers: {
    Query: {
      topProducts: (_: unknown, { first }: { first: number }) => products.slice(0, first),
    },
    Product: {
      __resolveReference: ({ upc }: { upc: string }) =>
        products.find((product) => product.upc === upc),
    },
  },
};

const reviewing = {
  name: 'reviews',
  sdl: `${federationLink}
    type Query { review(id: ID!): Review }
    type Review @key(fields: "id") {
      id: ID! body: String author: User @provides(fields: "username") product: Product
    }
    type User @key(fields: "id") {
      id: ID! username: String @external numberOfReviews: Int reviews: [Review]
    }
    type Product @key(fields: "upc") { upc: String! reviews: [Review] }`,
  resolvers: {
    Review: {
      author: ({ author: { id } }: { author: { id: string } }) => ({
        id,
        username: users.find((user) => user.id === id)?.username,
      }),
    },
    User: {
      reviews: ({ id }: { id: string }) => reviews.filter(({ author }) => author.id === id),
      numberOfReviews: ({ id }: { id: string }) =>
        reviews.filter(({ author }) => author.id === id).length,
    },
    Product: {
      reviews: ({ upc }: { upc: string }) => reviews.filter(({ product }) => product.upc === upc),
    },
  },
};

const heavy = `
  fragment User on User { id username name }
  fragment Review on Review { id body }
  fragment Product on Product { inStock name price shippingEstimate upc weight }
  query Heavy($tag: String) {
    users(tag: $tag) {
      ...User
      reviews { ...Review product { ...Product reviews {
        ...Review author { ...User reviews { ...Review product { ...Product } } }
      } } }
    }
    topProducts {
      ...Product
      reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } }
    }
  }`;

export const shopGraph: BenchmarkGraph = {
  subgraphs: [accounts, inventory, catalogue, reviewing],
  operations: [{ name: 'heavy', query: heavy }],
};
